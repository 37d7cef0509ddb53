//! A partner's own web server, at which it is told what happens (webhooks) over HTTPS.

use std::{
    net::TcpListener,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    dev::ServerHandle,
    http::StatusCode,
    web::{self, Bytes, Data},
};
use estafette_contract::Event;
use openssl::ssl::{SslAcceptor, SslMethod};

use super::certificates::Authority;

/// A server that remembers what it was told; stopped when dropped.
pub struct Receiver {
    /// Where it is told.
    pub address: String,
    told: Data<Told>,
    handle: ServerHandle,
}

struct Told {
    manner: Mutex<Manner>,
    got: Mutex<Vec<Got>>,
}

/// How it answers.
#[derive(Debug, Clone)]
struct Manner {
    status: u16,
    after: Duration,
    location: String,
    /// Events that hold this text are always answered with 500.
    chokes_on: Option<String>,
}

/// A delivery as it came.
#[derive(Debug, Clone)]
pub struct Got {
    /// The `webhook-id`.
    pub id: String,
    /// The `webhook-timestamp`.
    pub timestamp: i64,
    /// The signatures, each with its kind.
    pub signatures: Vec<(String, String)>,
    /// The body to the letter.
    pub body: String,
    /// When it came, by the machine's own clock.
    pub at: Instant,
    /// What was answered.
    pub answered: u16,
}

impl Got {
    /// The event.
    pub fn event(&self) -> Event {
        serde_json::from_str(&self.body).expect("an event")
    }

    /// The signatures of one kind.
    pub fn signed(&self, kind: &str) -> Vec<&str> {
        self.signatures.iter().filter(|(of, _)| of == kind).map(|(_, text)| text.as_str()).collect()
    }
}

impl Receiver {
    /// Starts a server with a certificate of this authority; it answers 204.
    pub fn start(authority: &Authority) -> Self {
        let manner = Manner { status: 204, after: Duration::ZERO, location: "/elsewhere".into(), chokes_on: None };
        let told = Data::from(Arc::new(Told { manner: Mutex::new(manner), got: Mutex::new(Vec::new()) }));
        let certified = authority.certify("events");
        let mut tls = SslAcceptor::mozilla_modern_v5(SslMethod::tls()).expect("TLS");
        tls.set_private_key(&certified.key()).and_then(|()| tls.set_certificate(&certified.certificate())).expect("a certificate");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!("https://{}/events", listener.local_addr().expect("an address"));
        let shared = told.clone();
        let server = HttpServer::new(move || App::new().app_data(shared.clone()).default_service(web::to(answer)));
        let server = server.workers(1).disable_signals().shutdown_timeout(0).listen_openssl(listener, tls).expect("it listens").run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Self { address, told, handle }
    }

    /// Answers this from now on.
    pub fn answers(&self, status: u16) {
        self.manner().status = status;
    }

    /// Takes this long from now on.
    pub fn takes(&self, after: Duration) {
        self.manner().after = after;
    }

    /// Where its redirects lead.
    pub fn leads_to(&self, location: &str) {
        self.manner().location = location.into();
    }

    /// Whatever holds this text is answered with 500.
    pub fn chokes_on(&self, text: Option<String>) {
        self.manner().chokes_on = text;
    }

    fn manner(&self) -> MutexGuard<'_, Manner> {
        self.told.manner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everything that came.
    pub fn got(&self) -> Vec<Got> {
        self.told.got.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What came and was taken.
    pub fn took(&self) -> Vec<Got> {
        self.got().into_iter().filter(|got| (200..300).contains(&got.answered)).collect()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
    }
}

async fn answer(told: Data<Told>, request: HttpRequest, body: Bytes) -> HttpResponse {
    let at = Instant::now();
    let manner = told.manner.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let signatures = header("webhook-signature");
    let signatures = signatures.split(' ').filter_map(|one| one.split_once(',')).map(|(kind, text)| (kind.to_owned(), text.to_owned()));
    let body = String::from_utf8_lossy(&body).into_owned();
    let chokes = manner.chokes_on.as_ref().is_some_and(|text| body.contains(text));
    let answered = if chokes { 500 } else { manner.status };
    let timestamp = header("webhook-timestamp").parse().unwrap_or_default();
    let got = Got { id: header("webhook-id"), timestamp, signatures: signatures.collect(), body, at, answered };
    told.got.lock().unwrap_or_else(PoisonError::into_inner).push(got);
    tokio::time::sleep(manner.after).await;
    let status = StatusCode::from_u16(answered).expect("a status");
    HttpResponse::build(status).insert_header(("location", manner.location)).finish()
}
