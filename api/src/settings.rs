//! Settings: from file, environment and flags, each stronger than the one before, checked once at start.

mod flags;
mod term_flags;

use std::{
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};

use estafette_contract::Oin;
use estafette_db::{Address, Terms};
use figment::{
    Figment,
    providers::{Env, Format, Serialized, Toml},
    value::Dict,
};
pub use flags::Flags;
use ipnet::IpNet;
pub use term_flags::TermFlags;

use crate::{identity_provider::IdentityProvider, limits::Rates};

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
    /// Where certificates of clients come from.
    pub mutual_tls: MutualTls,
    /// Database connections to keep.
    pub connections: u32,
    /// The region's own identity provider.
    pub identity_provider: Option<IdentityProvider>,
    /// How many calls are granted in a minute, by class.
    pub limits: Rates,
    /// How partners are called.
    pub outbound: OutboundSettings,
    /// How the log is written.
    pub log: LogForm,
    /// The organisation number of the region, if it has one; events name their source by it.
    pub oin: Option<Oin>,
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
        let known = flags::names();
        let environment = environment.filter(move |name| known.iter().any(|known| name == known.as_str()));
        let given = figment.merge(environment).merge(Serialized::defaults(flags)).merge(Serialized::defaults(&flags.terms));
        let mut found: Dict = given.extract().map_err(one_line)?;
        let terms = term_flags::take(&mut found)?;
        Self::check(Figment::from(Serialized::defaults(found)).extract().map_err(one_line)?, terms)
    }

    fn check(found: Flags, terms: Terms) -> Result<Self, SettingError> {
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
            database: found.database_url.as_deref().unwrap_or("sqlite:estafette.db").parse().map_err(|e| wrong("database-url", e))?,
            listen,
            issuer: found.issuer.map(|issuer| service_address("issuer", issuer)).transpose()?,
            keys: found.keys.unwrap_or_else(|| "keys".into()),
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
            outbound: OutboundSettings { networks: networks(found.outbound_networks.as_deref())?, ca: found.outbound_ca },
            log: match found.log.as_deref() {
                None | Some("text") => LogForm::Text,
                Some("json") => LogForm::Json,
                Some(_) => return Err(wrong("log", "choose text or json")),
            },
            oin: found.oin.map(Oin::new).transpose().map_err(|_| wrong("oin", "give the 20 characters of an OIN"))?,
            terms: terms.telling(found.doorstroompunt).within(region(found.region)?),
        })
    }
}

/// The RMC region, of which there are forty.
fn region(found: Option<u8>) -> Result<u8, SettingError> {
    match found {
        Some(number) if !(1..=40).contains(&number) => Err(wrong("region", "give the number of an RMC region, 1 to 40")),
        number => Ok(number.unwrap_or(0)),
    }
}

fn networks(found: Option<&str>) -> Result<Vec<IpNet>, SettingError> {
    let networks = found.into_iter().flat_map(|list| list.split(',')).map(|network| network.trim().parse());
    networks.collect::<Result<_, _>>().map_err(|_| wrong("outbound-networks", "give networks such as 10.20.0.0/16, separated by commas"))
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
    fn what_is_left_out_is_as_usual() {
        let settings = find("", &Flags::default()).unwrap();
        assert_eq!(
            (settings.listen.to_string().as_str(), settings.terms, settings.log),
            ("127.0.0.1:8085", Terms::default(), LogForm::Text)
        );
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
            ("oin = \"123\"", "setting oin:"),
            ("region = 41", "setting region:"),
            ("proxies = \"10.0.0.5, proxy.example\"", "setting proxies:"),
            ("tls-client-ca = \"ca.pem\"", "setting tls-client-ca:"),
            ("outbound-networks = \"10.0.0.0/8, everywhere\"", "setting outbound-networks:"),
        ] {
            let error = find(file, &flags).unwrap_err();
            assert!(error.starts_with(name) && !error.contains('\n'), "{file}: {error}");
        }
    }
}
