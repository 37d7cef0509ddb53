//! A partner's own web server, at which it publishes its keys over HTTPS.

use std::{
    net::TcpListener,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use actix_web::{
    App, HttpResponse, HttpServer,
    dev::ServerHandle,
    http::StatusCode,
    web::{self, Data},
};
use openssl::ssl::{SslAcceptor, SslMethod};

use super::certificates::Authority;

/// A server that answers whatever it is told to, at every path; stopped when dropped.
pub struct Publisher {
    /// The address of the keys.
    pub address: String,
    said: Data<Said>,
    handle: ServerHandle,
}

struct Said {
    answer: Mutex<(u16, Vec<u8>)>,
    asked: AtomicUsize,
}

impl Publisher {
    /// Starts a server with a certificate of this authority.
    pub fn start(authority: &Authority) -> Self {
        let said = Data::from(Arc::new(Said { answer: Mutex::new((404, Vec::new())), asked: AtomicUsize::new(0) }));
        let certified = authority.certify("keys");
        let mut tls = SslAcceptor::mozilla_modern_v5(SslMethod::tls()).expect("TLS");
        tls.set_private_key(&certified.key()).and_then(|()| tls.set_certificate(&certified.certificate())).expect("a certificate");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!("https://{}/keys", listener.local_addr().expect("an address"));
        let shared = said.clone();
        let server = HttpServer::new(move || App::new().app_data(shared.clone()).default_service(web::to(answer)));
        let server = server.workers(1).disable_signals().listen_openssl(listener, tls).expect("it listens").run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Self { address, said, handle }
    }

    /// Publishes this from now on.
    pub fn publishes(&self, body: impl Into<Vec<u8>>) {
        self.answers(200, body);
    }

    /// Answers this from now on; a redirect leads to the server itself.
    pub fn answers(&self, status: u16, body: impl Into<Vec<u8>>) {
        *self.said.answer.lock().unwrap_or_else(PoisonError::into_inner) = (status, body.into());
    }

    /// How often it was asked.
    pub fn asked(&self) -> usize {
        self.said.asked.load(Ordering::SeqCst)
    }
}

impl Drop for Publisher {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
    }
}

async fn answer(said: Data<Said>) -> HttpResponse {
    said.asked.fetch_add(1, Ordering::SeqCst);
    let (status, body) = said.answer.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let status = StatusCode::from_u16(status).expect("a status");
    HttpResponse::build(status).insert_header(("location", "/elsewhere")).body(body)
}
