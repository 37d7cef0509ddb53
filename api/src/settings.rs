//! Settings: from file, environment and flags, each stronger than the one before, checked once at start.

mod term_flags;

use std::{
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};

use clap::Args;
use estafette_db::{Address, Terms};
use figment::{
    Figment,
    providers::{Env, Format, Serialized, Toml},
    value::Dict,
};
use serde::{Deserialize, Serialize};

use crate::{identity_provider::IdentityProvider, limits::Rates};

pub use term_flags::TermFlags;

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
    /// The file that tells of the region's own identity provider, whose tokens are accepted as well
    #[arg(long, value_name = "FILE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity_provider: Option<PathBuf>,
    /// Calls a minute of each partner, by class, such as read=1200,change=600; or off [default: see docs/operations.md]
    #[arg(long, value_name = "RATES")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limits: Option<String>,
    /// How the log is written: text or json [default: text]
    #[arg(long, value_name = "FORM")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<String>,
    /// The client id of the Doorstroompunt that hears of handovers that stand still [default: none]
    #[arg(long, value_name = "CLIENT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doorstroompunt: Option<String>,
    /// The terms of the region.
    #[command(flatten)]
    #[serde(flatten)]
    pub terms: TermFlags,
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
    identity_provider: Option<PathBuf>,
    limits: Option<String>,
    log: String,
    doorstroompunt: Option<String>,
}

impl Default for Found {
    fn default() -> Self {
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
            identity_provider: None,
            limits: None,
            log: "text".into(),
            doorstroompunt: None,
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
    /// The region's own identity provider.
    pub identity_provider: Option<IdentityProvider>,
    /// How many calls are granted in a minute, by class.
    pub limits: Rates,
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
        let names =
            ["database-url", "listen", "issuer", "keys", "connections", "identity-provider", "limits", "log", "proxies", "doorstroompunt"];
        let tls = ["tls-certificate", "tls-key", "tls-client-ca"];
        let known: Vec<String> = names.into_iter().chain(tls).map(String::from).chain(term_flags::names()).collect();
        let mut figment = Figment::from(Serialized::defaults(Found::default()));
        if let Some(file) = file {
            let text = std::fs::read_to_string(file).map_err(|e| wrong("config", format!("cannot read {}: {e}", file.display())))?;
            figment = figment.merge(Toml::string(&text));
        }
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let environment = Env::prefixed("ESTAFETTE_").map(|name| name.as_str().replace('_', "-").to_lowercase().into()).only(&known);
        let mut found: Dict = figment.merge(environment).merge(Serialized::defaults(flags)).extract().map_err(one_line)?;
        let terms = term_flags::take(&mut found)?;
        Self::check(Figment::from(Serialized::defaults(found)).extract().map_err(one_line)?, terms)
    }

    fn check(found: Found, terms: Terms) -> Result<Self, SettingError> {
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
        Ok(Self {
            database: found.database_url.parse().map_err(|e| wrong("database-url", e))?,
            listen,
            issuer: found.issuer.map(|issuer| service_address("issuer", issuer)).transpose()?,
            keys: found.keys,
            tls,
            mutual_tls,
            connections,
            identity_provider: found
                .identity_provider
                .as_deref()
                .map(IdentityProvider::read)
                .transpose()
                .map_err(|reason| wrong("identity-provider", reason))?,
            limits: found.limits.map_or_else(|| Ok(Rates::default()), |rates| rates.parse()).map_err(|how| wrong("limits", how))?,
            log: match found.log.as_str() {
                "text" => LogForm::Text,
                "json" => LogForm::Json,
                _ => return Err(wrong("log", "choose text or json")),
            },
            terms: terms.telling(found.doorstroompunt),
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
    use clap::Parser;
    use estafette_contract::{TermKind, TermLength};

    use super::*;

    #[derive(clap::Parser)]
    struct Asked {
        #[command(flatten)]
        flags: Flags,
    }

    fn find(file: &str, flags: &Flags) -> Result<Settings, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("estafette.toml");
        std::fs::write(&path, file).unwrap();
        Settings::find(Some(&path), flags).map_err(|error| error.to_string())
    }

    #[test]
    fn a_flag_is_stronger_than_the_file() {
        let flags = Asked::parse_from(["estafette", "--offer-days", "7", "--application-day-on", "03-15"]).flags;
        let settings = find("offer-days = 21\nreview-days = 5\nsummer-watch-on = \"09-15\"\n", &flags).unwrap();
        let length = |kind| settings.terms.length(kind);
        assert_eq!([TermKind::Offer, TermKind::Review, TermKind::Conversation].map(length), [7, 5, 21].map(TermLength::Days));
        assert_eq!([TermKind::ApplicationDay, TermKind::SummerWatch].map(length), [TermLength::On(3, 15), TermLength::On(9, 15)]);
    }

    #[test]
    fn what_is_wrong_is_told_in_one_line_that_names_the_setting() {
        let flags = Flags::default();
        for (file, name) in [
            ("database-url = \"mysql://x\"", "setting database-url:"),
            ("offer-days = \"soon\"", "setting offer-days:"),
            ("offer-days = -1", "setting offer-days:"),
            ("offer-days = [1]", "setting offer-days:"),
            ("application-day-on = 4", "setting application-day-on:"),
            ("ofer-days = 3", "setting ofer-days:"),
            ("listen = \"0.0.0.0:443\"", "setting tls-certificate:"),
            ("issuer = \"http://example.org\"", "setting issuer:"),
            ("log = \"xml\"", "setting log:"),
            ("identity-provider = \"absent.toml\"", "setting identity-provider:"),
            ("limits = \"reads=5\"", "setting limits:"),
            ("proxies = \"10.0.0.5, proxy.example\"", "setting proxies:"),
            ("tls-client-ca = \"ca.pem\"", "setting tls-client-ca:"),
        ] {
            let error = find(file, &flags).unwrap_err();
            assert!(error.starts_with(name) && !error.contains('\n'), "{file}: {error}");
        }
    }
}
