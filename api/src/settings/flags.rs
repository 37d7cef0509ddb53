//! Every setting as it may be given: the flags, and by their names the file and the environment.

use std::path::PathBuf;

use clap::Args;
use serde::{Deserialize, Serialize};

use super::TermFlags;

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
    /// The client id of the Doorstroompunt that hears of handovers that stand still [default: none]
    #[arg(long, value_name = "CLIENT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doorstroompunt: Option<String>,
    /// The number of the RMC region, 1 to 40, that reports name [default: none]
    #[arg(long, value_name = "NUMBER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<u8>,
    /// The organisation number (OIN) of the region, by which events name their source [default: the address of the service]
    #[arg(long, value_name = "OIN")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oin: Option<String>,
    /// The terms of the region, which are settings of their own.
    #[command(flatten)]
    #[serde(skip)]
    pub terms: TermFlags,
}

/// The names of all settings.
pub(super) fn names() -> Vec<String> {
    let settings = Flags::augment_args(clap::Command::new("settings"));
    settings.get_arguments().filter_map(|flag| flag.get_long()).map(str::to_owned).collect()
}
