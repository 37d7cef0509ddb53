//! Calls that the service makes to addresses partners gave: guarded, so that nobody can make it call what only it can reach.

mod fault;
mod line;
mod lookup;
mod networks;
mod reach;

use std::{net::SocketAddr, path::Path, sync::Arc, time::Duration};

use ipnet::IpNet;
use reqwest::{
    Certificate, Client, ClientBuilder, Response, Url,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect::Policy,
};

pub use fault::OutboundFault;
pub use line::Line;
use lookup::{Lookup, System};
use reach::Reach;

/// How long a call may take, from looking up the name to the last byte of the answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// How long a connection is kept for the next call on the same line.
const IDLE: Duration = Duration::from_secs(2);

/// The way out.
#[derive(Debug, Clone)]
pub struct Outbound {
    reach: Arc<Reach>,
    authorities: Vec<Certificate>,
    lookup: Arc<dyn Lookup>,
}

impl Outbound {
    /// A way out to public addresses and to these networks, trusting these authorities beside those of the system.
    ///
    /// # Errors
    /// When the file of authorities cannot be read.
    pub fn new(networks: &[IpNet], authorities: Option<&Path>) -> Result<Self, String> {
        let authorities = match authorities {
            Some(file) => {
                let pem = std::fs::read(file).map_err(|error| format!("cannot read {}: {error}", file.display()))?;
                Certificate::from_pem_bundle(&pem).map_err(|_| format!("{} holds no certificates in PEM", file.display()))?
            }
            None => Vec::new(),
        };
        Ok(Self { reach: Arc::new(Reach::new(networks)), authorities, lookup: Arc::new(System) })
    }

    /// Checks that an address may be called, as when it is registered.
    ///
    /// # Errors
    /// Why it may not.
    pub async fn check(&self, address: &str) -> Result<(), OutboundFault> {
        within_patience(async { self.resolved(&parsed(address)?).await.map(drop) }).await
    }

    /// Fetches at most so many bytes from an address.
    ///
    /// # Errors
    /// Why it may not be called, or what came of it.
    pub async fn fetch(&self, address: &str, most_bytes: usize) -> Result<Vec<u8>, OutboundFault> {
        within_patience(async {
            let url = parsed(address)?;
            let client = self.client(&url).await?;
            let answer = client.get(url).send().await.map_err(|_| OutboundFault::Unreachable)?;
            match answer.status().as_u16() {
                200 => bounded(answer, most_bytes).await,
                300..=399 => Err(OutboundFault::Redirected),
                status => Err(OutboundFault::Status(status)),
            }
        })
        .await
    }

    /// A line to an address, on which a few calls can be made in a row.
    ///
    /// # Errors
    /// Why the address may not be called.
    pub async fn line(&self, address: &str) -> Result<Line, OutboundFault> {
        within_patience(async {
            let url = parsed(address)?;
            Ok(Line { client: self.client(&url).await?, url })
        })
        .await
    }

    /// A client for one address: it connects to the very addresses that were checked, and follows nothing.
    async fn client(&self, url: &Url) -> Result<Client, OutboundFault> {
        let addresses = self.resolved(url).await?;
        let client = ClientBuilder::new()
            .https_only(true)
            .redirect(Policy::none())
            .referer(false)
            .no_proxy()
            .pool_max_idle_per_host(1)
            .pool_idle_timeout(IDLE)
            .timeout(PATIENCE)
            .user_agent(concat!("estafette/", env!("CARGO_PKG_VERSION")))
            .dns_resolver(Arc::new(Resolved(addresses)));
        let client = self.authorities.iter().fold(client, |client, authority| client.add_root_certificate(authority.clone()));
        client.build().map_err(|_| OutboundFault::Unreachable)
    }

    /// The addresses behind a name, looked up once; one that may not be reached refuses them all.
    async fn resolved(&self, url: &Url) -> Result<Vec<SocketAddr>, OutboundFault> {
        let (url, lookup) = (url.clone(), Arc::clone(&self.lookup));
        let looked_up = tokio::task::spawn_blocking(move || lookup.addresses(&url)).await;
        let addresses = looked_up.ok().and_then(Result::ok).filter(|found| !found.is_empty()).ok_or(OutboundFault::Unresolved)?;
        if addresses.iter().all(|address| self.reach.allows(address.ip())) { Ok(addresses) } else { Err(OutboundFault::NotPublic) }
    }
}

/// An address as it is written for a call: HTTPS, with no user and no fragment.
fn parsed(address: &str) -> Result<Url, OutboundFault> {
    let url = Url::parse(address).map_err(|_| OutboundFault::NotHttps)?;
    let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    if url.scheme() == "https" && url.has_host() && plain { Ok(url) } else { Err(OutboundFault::NotHttps) }
}

async fn within_patience<T>(call: impl Future<Output = Result<T, OutboundFault>>) -> Result<T, OutboundFault> {
    tokio::time::timeout(PATIENCE, call).await.map_err(|_| OutboundFault::Late)?
}

async fn bounded(mut answer: Response, most_bytes: usize) -> Result<Vec<u8>, OutboundFault> {
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|_| OutboundFault::Unreachable)? {
        if bytes.len() + chunk.len() > most_bytes {
            return Err(OutboundFault::TooLarge(most_bytes));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// Answers every name with the addresses that were checked.
struct Resolved(Vec<SocketAddr>);

impl Resolve for Resolved {
    fn resolve(&self, _: Name) -> Resolving {
        let addresses: Addrs = Box::new(self.0.clone().into_iter());
        Box::pin(std::future::ready(Ok(addresses)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lookup::Fickle;
    use std::net::TcpListener;

    #[actix_web::test]
    async fn what_may_not_be_called_is_not_called() {
        let outbound = Outbound::new(&[], None).unwrap();
        for (address, fault) in [
            ("http://93.184.215.14/", OutboundFault::NotHttps),
            ("https://user@93.184.215.14/", OutboundFault::NotHttps),
            ("https://:secret@93.184.215.14/", OutboundFault::NotHttps),
            ("https://93.184.215.14/#top", OutboundFault::NotHttps),
            ("file:///etc/passwd", OutboundFault::NotHttps),
            ("https://", OutboundFault::NotHttps),
            ("https://127.0.0.1/", OutboundFault::NotPublic),
            ("https://2130706433/", OutboundFault::NotPublic),
            ("https://0x7f.1/", OutboundFault::NotPublic),
            ("https://0177.0.0.1/", OutboundFault::NotPublic),
            ("https://localhost/", OutboundFault::NotPublic),
            ("https://169.254.169.254/latest/meta-data", OutboundFault::NotPublic),
            ("https://[::1]/", OutboundFault::NotPublic),
            ("https://[::ffff:127.0.0.1]/", OutboundFault::NotPublic),
            ("https://[::ffff:93.184.215.14]/", OutboundFault::NotPublic),
            ("https://[64:ff9b::7f00:1]/", OutboundFault::NotPublic),
            ("https://[fd00:ec2::254]/", OutboundFault::NotPublic),
        ] {
            assert_eq!(outbound.fetch(address, 1).await, Err(fault), "{address}");
            assert_eq!(outbound.check(address).await, Err(fault), "{address}");
            assert_eq!(outbound.line(address).await.map(drop), Err(fault), "{address}");
        }
        assert_eq!(outbound.check("https://93.184.215.14:8443/keys").await, Ok(()));
    }

    #[actix_web::test]
    async fn a_name_that_was_good_when_it_was_registered_is_looked_up_again_for_a_delivery() {
        let [public, private] = ["93.184.215.14:443", "10.0.0.1:443"].map(|address| vec![address.parse().unwrap()]);
        let name = Arc::new(Fickle::new(vec![public, private]));
        let reach = Arc::new(Reach::new(&[]));
        let outbound = Outbound { reach, authorities: Vec::new(), lookup: Arc::clone(&name) as Arc<dyn Lookup> };
        assert_eq!(outbound.check("https://hooks.example/").await, Ok(()));
        assert_eq!(outbound.line("https://hooks.example/").await.map(drop), Err(OutboundFault::NotPublic));
        assert_eq!(name.asked(), 2);
    }

    #[actix_web::test]
    async fn a_name_that_leads_elsewhere_the_next_time_leads_nowhere_else() {
        let open = TcpListener::bind("127.0.0.1:0").unwrap();
        let allowed = open.local_addr().unwrap();
        let closed = TcpListener::bind(("127.0.0.2", allowed.port())).unwrap();
        closed.set_nonblocking(true).unwrap();
        let private = closed.local_addr().unwrap();
        let connected = std::thread::spawn(move || open.accept().map(drop));
        for (answers, fault) in [
            (vec![vec![allowed], vec![private]], OutboundFault::Unreachable),
            (vec![vec![allowed, private], vec![allowed]], OutboundFault::NotPublic),
            (vec![vec![private, allowed], vec![allowed]], OutboundFault::NotPublic),
            (vec![vec![private], vec![allowed]], OutboundFault::NotPublic),
        ] {
            let name = Arc::new(Fickle::new(answers));
            let reach = Arc::new(Reach::new(&["127.0.0.1/32".parse().unwrap()]));
            let outbound = Outbound { reach, authorities: Vec::new(), lookup: Arc::clone(&name) as Arc<dyn Lookup> };
            assert_eq!(outbound.fetch(&format!("https://keys.example:{}/", allowed.port()), 1).await, Err(fault));
            assert_eq!(name.asked(), 1);
        }
        assert!(connected.join().unwrap().is_ok(), "the address that was checked is the one that was called");
        assert_eq!(closed.accept().unwrap_err().kind(), std::io::ErrorKind::WouldBlock, "nobody came");
    }
}
