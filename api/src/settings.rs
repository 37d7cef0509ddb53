//! Settings: from file, environment and flags, each stronger than the one before, checked once at start.

use std::{
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};

use clap::Args;
use estafette_db::{Address, Terms};
use figment::{
    Figment,
    providers::{Env, Format, Serialized, Toml},
};
use serde::{Deserialize, Serialize};

/// Every setting, as a flag. The environment variable of `--database-url` is `ESTAFETTE_DATABASE_URL`, and so on.
#[derive(Debug, Clone, Default, Args, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Flags {
    /// Where the database is: sqlite:FILE or postgres://… [default: sqlite:estafette.db]
    #[arg(long, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database_url: Option<String>,
    /// Where to listen [default: 127.0.0.1:8085]
    #[arg(long, value_name = "ADDRESS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listen: Option<String>,
    /// The address partners know this service by; issuer of tokens [default: http:// and where it listens]
    #[arg(long, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// The folder of the keys, apart from the database and its backups [default: keys]
    #[arg(long, value_name = "FOLDER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keys: Option<PathBuf>,
    /// The certificate chain for TLS, in PEM
    #[arg(long, value_name = "FILE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_certificate: Option<PathBuf>,
    /// The private key for TLS, in PEM
    #[arg(long, value_name = "FILE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_key: Option<PathBuf>,
    /// The authorities that certificates of clients come from, in PEM; asks clients for one
    #[arg(long, value_name = "FILE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_client_ca: Option<PathBuf>,
    /// The proxies whose Client-Cert header is believed, by address, separated by commas
    #[arg(long, value_name = "ADDRESSES")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxies: Option<String>,
    /// Database connections to keep [default: 4 for each core]
    #[arg(long, value_name = "NUMBER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connections: Option<u32>,
    /// How the log is written: text or json [default: text]
    #[arg(long, value_name = "FORM")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<String>,
    /// Days for the learner to read and react [default: 10]
    #[arg(long, value_name = "DAYS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_days: Option<u32>,
    /// Days for the receiver to answer an offer [default: 14]
    #[arg(long, value_name = "DAYS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer_days: Option<u32>,
    /// Days for the warm conversation after acceptance [default: 21]
    #[arg(long, value_name = "DAYS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation_days: Option<u32>,
    /// Days for the receiver to read on after taking over [default: 30]
    #[arg(long, value_name = "DAYS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copying_days: Option<u32>,
    /// Days after which a handover that was taken over closes by itself [default: 365]
    #[arg(long, value_name = "DAYS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feedback_days: Option<u32>,
    /// Days a running disclosure may rest on a representative's consent after the sixteenth birthday [default: 30]
    #[arg(long, value_name = "DAYS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmation_days: Option<u32>,
}

/// The settings as they were found, before they are checked.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Found {
    database_url: String,
    listen: String,
    issuer: Option<String>,
    keys: PathBuf,
    tls_certificate: Option<PathBuf>,
    tls_key: Option<PathBuf>,
    tls_client_ca: Option<PathBuf>,
    proxies: Option<String>,
    connections: Option<u32>,
    log: String,
    review_days: u32,
    offer_days: u32,
    conversation_days: u32,
    copying_days: u32,
    feedback_days: u32,
    confirmation_days: u32,
}

impl Default for Found {
    fn default() -> Self {
        let terms = Terms::default();
        Self {
            database_url: "sqlite:estafette.db".into(),
            listen: "127.0.0.1:8085".into(),
            issuer: None,
            keys: "keys".into(),
            tls_certificate: None,
            tls_key: None,
            tls_client_ca: None,
            proxies: None,
            connections: None,
            log: "text".into(),
            review_days: terms.review,
            offer_days: terms.offer,
            conversation_days: terms.conversation,
            copying_days: terms.copying,
            feedback_days: terms.feedback,
            confirmation_days: terms.confirmation,
        }
    }
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogForm {
    /// A line to read.
    Text,
    /// A line to parse.
    Json,
}

/// Where certificates of clients come from.
#[derive(Debug, Clone, Default)]
pub struct MutualTls {
    /// The authorities they come from, when this process itself ends TLS.
    pub client_ca: Option<PathBuf>,
    /// The addresses of proxies that end TLS and tell the certificate in a header.
    pub proxies: Vec<IpAddr>,
}

/// The settings, checked.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the database is.
    pub database: Address,
    /// Where to listen.
    pub listen: SocketAddr,
    /// The address partners know this service by, if it was given.
    pub issuer: Option<String>,
    /// The folder of the keys.
    pub keys: PathBuf,
    /// Certificate chain and private key for TLS.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// Where certificates of clients come from.
    pub mutual_tls: MutualTls,
    /// Database connections to keep.
    pub connections: u32,
    /// How the log is written.
    pub log: LogForm,
    /// The terms of this region.
    pub terms: Terms,
}

/// A setting that cannot be.
#[derive(Debug, thiserror::Error)]
#[error("setting {name}: {reason}")]
pub struct SettingError {
    name: String,
    reason: String,
}

fn wrong(name: &str, reason: impl ToString) -> SettingError {
    SettingError { name: name.into(), reason: reason.to_string() }
}

impl Settings {
    /// Finds and checks the settings.
    ///
    /// # Errors
    /// Names the setting and what is wrong with it, in one line.
    pub fn find(file: Option<&Path>, flags: &Flags) -> Result<Self, SettingError> {
        let names = ["database-url", "listen", "issuer", "keys", "connections", "log", "proxies"];
        let tls = ["tls-certificate", "tls-key", "tls-client-ca"];
        let days = ["review-days", "offer-days", "conversation-days", "copying-days", "feedback-days", "confirmation-days"];
        let known: Vec<&str> = names.into_iter().chain(tls).chain(days).collect();
        let mut figment = Figment::from(Serialized::defaults(Found::default()));
        if let Some(file) = file {
            let text = std::fs::read_to_string(file).map_err(|e| wrong("config", format!("cannot read {}: {e}", file.display())))?;
            figment = figment.merge(Toml::string(&text));
        }
        let environment = Env::prefixed("ESTAFETTE_").map(|name| name.as_str().replace('_', "-").to_lowercase().into()).only(&known);
        let found: Result<Found, figment::Error> = figment.merge(environment).merge(Serialized::defaults(flags)).extract();
        found.map_err(one_line).and_then(Self::check)
    }

    fn check(found: Found) -> Result<Self, SettingError> {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let connections = found.connections.unwrap_or_else(|| u32::try_from(cores * 4).unwrap_or(8));
        if connections == 0 {
            return Err(wrong("connections", "keep at least one"));
        }
        let listen: SocketAddr = found.listen.parse().map_err(|_| wrong("listen", "give an address such as 127.0.0.1:8085"))?;
        let tls = match (found.tls_certificate, found.tls_key) {
            (Some(certificate), Some(key)) => Some((certificate, key)),
            (None, None) if is_loopback(listen.ip()) => None,
            (None, None) => return Err(wrong("tls-certificate", "plain HTTP is only for loopback; give tls-certificate and tls-key")),
            _ => return Err(wrong("tls-key", "give tls-certificate and tls-key together")),
        };
        if found.tls_client_ca.is_some() && tls.is_none() {
            return Err(wrong("tls-client-ca", "give tls-certificate and tls-key as well"));
        }
        let mutual_tls = MutualTls { client_ca: found.tls_client_ca, proxies: check_proxies(found.proxies.as_deref())? };
        let terms = Terms {
            review: found.review_days,
            offer: found.offer_days,
            conversation: found.conversation_days,
            copying: found.copying_days,
            feedback: found.feedback_days,
            confirmation: found.confirmation_days,
        };
        let longest = [terms.review, terms.offer, terms.conversation, terms.copying, terms.feedback, terms.confirmation].into_iter().max();
        if longest > Some(36_500) {
            return Err(wrong("…-days", "a term has at most 36500 days"));
        }
        Ok(Self {
            database: found.database_url.parse().map_err(|e| wrong("database-url", e))?,
            listen,
            issuer: found.issuer.map(|issuer| service_address("issuer", issuer)).transpose()?,
            keys: found.keys,
            tls,
            mutual_tls,
            connections,
            log: match found.log.as_str() {
                "text" => LogForm::Text,
                "json" => LogForm::Json,
                _ => return Err(wrong("log", "choose text or json")),
            },
            terms,
        })
    }
}

/// The address of a service: HTTPS, or plain HTTP on this machine.
///
/// # Errors
/// Names the setting when it is anything else.
pub(crate) fn service_address(setting: &str, address: String) -> Result<String, SettingError> {
    let local = ["http://127.0.0.1", "http://localhost", "http://[::1]"].iter().any(|local| address.starts_with(local));
    if (address.starts_with("https://") || local) && !address.ends_with('/') {
        return Ok(address);
    }
    Err(wrong(setting, "give an https:// address without a slash at its end"))
}

fn check_proxies(proxies: Option<&str>) -> Result<Vec<IpAddr>, SettingError> {
    let addresses = proxies.into_iter().flat_map(|list| list.split(',')).map(|address| address.trim().parse());
    addresses.collect::<Result<_, _>>().map_err(|_| wrong("proxies", "give addresses such as 10.0.0.5, separated by commas"))
}

fn is_loopback(address: IpAddr) -> bool {
    address.is_loopback()
}

fn one_line(error: figment::Error) -> SettingError {
    let first = error.into_iter().next();
    let (name, reason) = first.map_or(("config".into(), "cannot be read".into()), |e| (e.path.join("."), e.kind.to_string()));
    SettingError { name: if name.is_empty() { "config".into() } else { name }, reason: reason.lines().collect::<Vec<_>>().join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(file: &str, flags: &Flags) -> Result<Settings, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("estafette.toml");
        std::fs::write(&path, file).unwrap();
        Settings::find(Some(&path), flags).map_err(|error| error.to_string())
    }

    #[test]
    fn a_flag_is_stronger_than_the_file() {
        let flags = Flags { offer_days: Some(7), ..Flags::default() };
        let settings = find("offer-days = 21\nreview-days = 5\n", &flags).unwrap();
        assert_eq!((settings.terms.offer, settings.terms.review, settings.terms.conversation), (7, 5, 21));
    }

    #[test]
    fn what_is_wrong_is_told_in_one_line_that_names_the_setting() {
        let flags = Flags::default();
        for (file, name) in [
            ("database-url = \"mysql://x\"", "setting database-url:"),
            ("offer-days = \"soon\"", "setting offer-days:"),
            ("ofer-days = 3", "setting ofer-days:"),
            ("listen = \"0.0.0.0:443\"", "setting tls-certificate:"),
            ("issuer = \"http://example.org\"", "setting issuer:"),
            ("log = \"xml\"", "setting log:"),
            ("proxies = \"10.0.0.5, proxy.example\"", "setting proxies:"),
            ("tls-client-ca = \"ca.pem\"", "setting tls-client-ca:"),
        ] {
            let error = find(file, &flags).unwrap_err();
            assert!(error.starts_with(name) && !error.contains('\n'), "{file}: {error}");
        }
    }
}
