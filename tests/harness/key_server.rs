//! A server of public keys over HTTPS, as an identity provider has one; it counts how often it is asked.

use std::{
    io::{Read, Write},
    net::TcpListener,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use openssl::ssl::{SslAcceptor, SslMethod};

use super::certificates::{Authority, Certified};

/// The server; it ends with the test.
pub struct KeyServer {
    /// Where the keys are.
    pub address: String,
    authority: Authority,
    answer: Arc<Mutex<String>>,
    asked: Arc<AtomicUsize>,
}

impl KeyServer {
    /// Starts it with this document of keys.
    pub fn start(document: &str) -> Self {
        let authority = Authority::new("identity providers");
        let acceptor = acceptor(&authority.certify("identity provider"));
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!("https://{}/jwks", listener.local_addr().expect("an address"));
        let server = Self { address, authority, answer: Arc::default(), asked: Arc::default() };
        server.publish(document);
        let (answer, asked) = (Arc::clone(&server.answer), Arc::clone(&server.asked));
        thread::spawn(move || {
            for connection in listener.incoming() {
                let Ok(mut stream) = acceptor.accept(connection.expect("a connection")) else { continue };
                asked.fetch_add(1, Ordering::SeqCst);
                let _ = stream.read(&mut [0; 4096]);
                let _ = stream.write_all(answer.lock().expect("the answer").as_bytes());
                let _ = stream.shutdown();
            }
        });
        server
    }

    /// Answers with this document from now on.
    pub fn publish(&self, document: &str) {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", document.len());
        self.answer_with(head + document);
    }

    /// Answers with these bytes, head and all, from now on.
    pub fn answer_with(&self, answer: String) {
        *self.answer.lock().expect("the answer") = answer;
    }

    /// How often it was asked.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    /// The authority that vouches for it, in PEM.
    pub fn authority(&self) -> Vec<u8> {
        self.authority.pem()
    }
}

fn acceptor(server: &Certified) -> SslAcceptor {
    let key = openssl::pkey::PKey::private_key_from_pem(&server.key_pem()).expect("a key");
    let certificate = openssl::x509::X509::from_pem(&server.pem()).expect("a certificate");
    let mut acceptor = SslAcceptor::mozilla_modern_v5(SslMethod::tls_server()).expect("TLS");
    acceptor.set_private_key(&key).and_then(|()| acceptor.set_certificate(&certificate)).expect("a certificate with its key");
    acceptor.build()
}
