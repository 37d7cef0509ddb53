//! Looking up the addresses behind a name.

use std::{fmt::Debug, io, net::SocketAddr};

use reqwest::Url;

/// What knows the addresses behind names.
pub trait Lookup: Debug + Send + Sync {
    /// The addresses behind the name in an address.
    ///
    /// # Errors
    /// When the name leads nowhere.
    fn addresses(&self, url: &Url) -> io::Result<Vec<SocketAddr>>;
}

/// The resolver of the system.
#[derive(Debug)]
pub struct System;

impl Lookup for System {
    fn addresses(&self, url: &Url) -> io::Result<Vec<SocketAddr>> {
        url.socket_addrs(|| None)
    }
}

/// A name whose owner answers otherwise each time.
#[cfg(test)]
#[derive(Debug)]
pub struct Fickle {
    answers: Vec<Vec<SocketAddr>>,
    asked: std::sync::atomic::AtomicUsize,
}

#[cfg(test)]
impl Fickle {
    /// Answers each of these in turn.
    pub fn new(answers: Vec<Vec<SocketAddr>>) -> Self {
        Self { answers, asked: Default::default() }
    }

    /// How often it was asked.
    pub fn asked(&self) -> usize {
        self.asked.load(std::sync::atomic::Ordering::SeqCst)
    }
}

#[cfg(test)]
impl Lookup for Fickle {
    fn addresses(&self, _: &Url) -> io::Result<Vec<SocketAddr>> {
        let turn = self.asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        Ok(self.answers[turn].clone())
    }
}
