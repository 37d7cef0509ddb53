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
use ipnet::IpNet;
use serde::{Deserialize, Serialize};

/// Every setting as it was found, and the only list of them: the flags are also the names in the file and the environment.
///
/// The environment variable of `--database-url` is `ESTAFETTE_DATABASE_URL`, and so on.
#[derive(Debug, Clone, Default, Args, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
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
    /// Database connections to keep [default: 4 for each core]
    #[arg(long, value_name = "NUMBER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connections: Option<u32>,
    /// Networks of the region's own in which partners may be called, such as 10.20.0.0/16, separated by commas
    #[arg(long, value_name = "NETWORKS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outbound_networks: Option<String>,
    /// Authorities to trust beside those of the system when partners are called, in PEM
    #[arg(long, value_name = "FILE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outbound_ca: Option<PathBuf>,
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

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogForm {
    /// A line to read.
    Text,
    /// A line to parse.
    Json,
}

/// How partners are called.
#[derive(Debug, Clone, Default)]
pub struct OutboundSettings {
    /// The networks that may be called beside the public internet.
    pub networks: Vec<IpNet>,
    /// The file of authorities to trust beside those of the system.
    pub ca: Option<PathBuf>,
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
    /// Database connections to keep.
    pub connections: u32,
    /// How partners are called.
    pub outbound: OutboundSettings,
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
        let mut figment = Figment::new();
        if let Some(file) = file {
            let text = std::fs::read_to_string(file).map_err(|e| wrong("config", format!("cannot read {}: {e}", file.display())))?;
            figment = figment.merge(Toml::string(&text));
        }
        let environment = Env::prefixed("ESTAFETTE_").map(|name| name.as_str().replace('_', "-").to_lowercase().into());
        let known = names();
        let environment = environment.filter(move |name| known.iter().any(|known| name == known.as_str()));
        let found: Result<Flags, figment::Error> = figment.merge(environment).merge(Serialized::defaults(flags)).extract();
        found.map_err(one_line).and_then(Self::check)
    }

    fn check(found: Flags) -> Result<Self, SettingError> {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let connections = found.connections.unwrap_or_else(|| u32::try_from(cores * 4).unwrap_or(8));
        if connections == 0 {
            return Err(wrong("connections", "keep at least one"));
        }
        let listen: SocketAddr = found
            .listen
            .as_deref()
            .unwrap_or("127.0.0.1:8085")
            .parse()
            .map_err(|_| wrong("listen", "give an address such as 127.0.0.1:8085"))?;
        let terms = terms(&found)?;
        let tls = match (found.tls_certificate, found.tls_key) {
            (Some(certificate), Some(key)) => Some((certificate, key)),
            (None, None) if is_loopback(listen.ip()) => None,
            (None, None) => return Err(wrong("tls-certificate", "plain HTTP is only for loopback; give tls-certificate and tls-key")),
            _ => return Err(wrong("tls-key", "give tls-certificate and tls-key together")),
        };
        Ok(Self {
            database: found.database_url.as_deref().unwrap_or("sqlite:estafette.db").parse().map_err(|e| wrong("database-url", e))?,
            listen,
            issuer: found.issuer.map(|issuer| service_address("issuer", issuer)).transpose()?,
            keys: found.keys.unwrap_or_else(|| "keys".into()),
            tls,
            connections,
            outbound: OutboundSettings { networks: networks(found.outbound_networks.as_deref())?, ca: found.outbound_ca },
            log: match found.log.as_deref() {
                None | Some("text") => LogForm::Text,
                Some("json") => LogForm::Json,
                Some(_) => return Err(wrong("log", "choose text or json")),
            },
            terms,
        })
    }
}

/// The names of all settings.
fn names() -> Vec<String> {
    let settings = Flags::augment_args(clap::Command::new("settings"));
    settings.get_arguments().filter_map(|flag| flag.get_long()).map(str::to_owned).collect()
}

fn networks(found: Option<&str>) -> Result<Vec<IpNet>, SettingError> {
    let networks = found.into_iter().flat_map(|list| list.split(',')).map(|network| network.trim().parse());
    networks.collect::<Result<_, _>>().map_err(|_| wrong("outbound-networks", "give networks such as 10.20.0.0/16, separated by commas"))
}

/// The terms, each in days.
fn terms(found: &Flags) -> Result<Terms, SettingError> {
    let usual = Terms::default();
    let days = |name: &str, given: Option<u32>, usual: u32| match given.unwrap_or(usual) {
        days @ 0..=36_500 => Ok(days),
        _ => Err(wrong(name, "a term has at most 36500 days")),
    };
    Ok(Terms {
        review: days("review-days", found.review_days, usual.review)?,
        offer: days("offer-days", found.offer_days, usual.offer)?,
        conversation: days("conversation-days", found.conversation_days, usual.conversation)?,
        copying: days("copying-days", found.copying_days, usual.copying)?,
        feedback: days("feedback-days", found.feedback_days, usual.feedback)?,
        confirmation: days("confirmation-days", found.confirmation_days, usual.confirmation)?,
    })
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
    fn what_is_left_out_is_as_usual() {
        let settings = find("", &Flags::default()).unwrap();
        assert_eq!(
            (settings.listen.to_string().as_str(), settings.terms, settings.log),
            ("127.0.0.1:8085", Terms::default(), LogForm::Text)
        );
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
            ("outbound-networks = \"10.0.0.0/8, everywhere\"", "setting outbound-networks:"),
            ("copying-days = 40000", "setting copying-days:"),
        ] {
            let error = find(file, &flags).unwrap_err();
            assert!(error.starts_with(name) && !error.contains('\n'), "{file}: {error}");
        }
    }
}
