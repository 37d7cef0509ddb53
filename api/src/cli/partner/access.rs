//! What a partner signs in with and may do: given by two operators, taken back by one.

use std::{fs, path::PathBuf};

use clap::{Args, Subcommand};
use estafette_contract::{
    CertificateName, HttpsAddress, KeyName, NewCertificate, NewKeys, NewScope, NoDetails, ScopeName, Sha256Hex, Text,
};

use super::{
    super::{
        operator::Desk,
        outcome::{Outcome, because, failure},
    },
    Named, tell_done,
};

/// Keys of a partner.
#[derive(Debug, Subcommand)]
pub(super) enum KeyVerb {
    /// Propose the keys of a JWKS file, or the address where the partner publishes them
    Add(NewKey),
    /// Retire a key: whoever signs with it gets no token
    Retire {
        /// The partner, by its client id or id
        #[arg(value_name = "PARTNER")]
        partner: String,
        /// What the partner calls the key
        #[arg(value_name = "KID", allow_hyphen_values = true)]
        kid: String,
    },
}

/// Keys to propose.
#[derive(Debug, Args)]
pub(super) struct NewKey {
    /// The partner, by its client id or id
    #[arg(value_name = "PARTNER")]
    partner: String,
    /// The JWKS with its public keys
    #[arg(value_name = "FILE", conflicts_with = "jwks_uri")]
    file: Option<PathBuf>,
    /// The address where the partner publishes its JWKS
    #[arg(long, value_name = "URL")]
    jwks_uri: Option<String>,
}

/// Scopes of a partner.
#[derive(Debug, Subcommand)]
pub(super) enum ScopeVerb {
    /// Propose a scope
    Grant {
        /// The partner, by its client id or id
        #[arg(value_name = "PARTNER")]
        partner: String,
        /// The scope, for one transition (scope:transition) or for all
        #[arg(value_name = "SCOPE")]
        scope: String,
        /// Why this partner needs what its kind is not given
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Take a scope back
    Revoke {
        /// The partner, by its client id or id
        #[arg(value_name = "PARTNER")]
        partner: String,
        /// The scope, exactly as it was granted
        #[arg(value_name = "SCOPE")]
        scope: String,
    },
}

/// Certificates of a partner.
#[derive(Debug, Subcommand)]
pub(super) enum CertificateVerb {
    /// Propose a certificate that the partner will show
    Add {
        /// The partner, by its client id or id
        #[arg(value_name = "PARTNER")]
        partner: String,
        /// The certificate, in PEM
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Retire a certificate: no token is bound to it any more
    Retire {
        /// The partner, by its client id or id
        #[arg(value_name = "PARTNER")]
        partner: String,
        /// The SHA-256 of the certificate, in hexadecimal
        #[arg(value_name = "SHA256")]
        thumbprint: String,
    },
}

/// The NL GOV profile of a partner.
#[derive(Debug, Subcommand)]
pub(super) enum NlGovVerb {
    /// Propose to switch it on: the partner may then also sign with RS256
    On(Named),
    /// Switch it off: RS256 signs nobody in any more
    Off(Named),
}

impl NlGovVerb {
    /// Does what is asked.
    pub(super) async fn run(self, desk: &Desk) -> Outcome {
        match self {
            Self::On(named) => {
                let partner = desk.partner(&named.partner).await?;
                let standing = desk.ask(desk.client.switch_on_nl_gov(partner.id, &NoDetails {})).await?;
                desk.tell_proposed(&format!("the NL GOV profile for {}", partner.client_id), &standing)
            }
            Self::Off(named) => {
                let partner = desk.partner(&named.partner).await?;
                let standing = desk.ask(desk.client.switch_off_nl_gov(partner.id, &NoDetails {})).await?;
                tell_done(desk, &standing, &format!("the NL GOV profile is off for {}; the tokens there are void", partner.client_id))
            }
        }
    }
}

impl KeyVerb {
    /// Does what is asked.
    pub(super) async fn run(self, desk: &Desk) -> Outcome {
        match self {
            Self::Add(new) => new.propose(desk).await,
            Self::Retire { partner, kid } => {
                let partner = desk.partner(&partner).await?;
                let name = KeyName { kid: text("kid", &kid)? };
                let standing = desk.ask(desk.client.retire_key(partner.id, &name)).await?;
                tell_done(desk, &standing, &format!("key {kid} of {} is retired; the tokens there are void", partner.client_id))
            }
        }
    }
}

impl NewKey {
    async fn propose(self, desk: &Desk) -> Outcome {
        let partner = desk.partner(&self.partner).await?;
        let standing = match (&self.file, self.jwks_uri) {
            (Some(file), _) => {
                let document = fs::read(file).map_err(|error| because(format!("cannot read {}", file.display()), &error))?;
                desk.ask(desk.client.propose_jwks(partner.id, document)).await?
            }
            (None, None) => return Err(failure("give the file with the JWKS, or --jwks-uri URL")),
            (None, Some(address)) => {
                let address = HttpsAddress::new(address).map_err(|fault| failure(format!("--jwks-uri: {}", fault.sentence())))?;
                desk.ask(desk.client.propose_keys(partner.id, &NewKeys { keys: None, jwks_uri: Some(address) })).await?
            }
        };
        desk.tell_proposed(&format!("the keys for {}", partner.client_id), &standing)
    }
}

impl ScopeVerb {
    /// Does what is asked.
    pub(super) async fn run(self, desk: &Desk) -> Outcome {
        match self {
            Self::Grant { partner, scope, reason } => {
                let partner = desk.partner(&partner).await?;
                let reason = reason.map(|reason| text("reason", &reason)).transpose()?;
                let new = NewScope { scope: text("scope", &scope)?, reason };
                let standing = desk.ask(desk.client.propose_scope(partner.id, &new)).await?;
                desk.tell_proposed(&format!("{scope} for {}", partner.client_id), &standing)
            }
            Self::Revoke { partner, scope } => {
                let partner = desk.partner(&partner).await?;
                let standing = desk.ask(desk.client.revoke_scope(partner.id, &ScopeName { scope: text("scope", &scope)? })).await?;
                tell_done(desk, &standing, &format!("{} no longer holds {scope}; the tokens there are void", partner.client_id))
            }
        }
    }
}

impl CertificateVerb {
    /// Does what is asked.
    pub(super) async fn run(self, desk: &Desk) -> Outcome {
        match self {
            Self::Add { partner, file } => {
                let partner = desk.partner(&partner).await?;
                let certificate = fs::read_to_string(&file).map_err(|error| because(format!("cannot read {}", file.display()), &error))?;
                let standing = desk.ask(desk.client.propose_certificate(partner.id, &NewCertificate { certificate })).await?;
                desk.tell_proposed(&format!("a certificate for {}", partner.client_id), &standing)
            }
            Self::Retire { partner, thumbprint } => {
                let partner = desk.partner(&partner).await?;
                let name = CertificateName { thumbprint: Sha256Hex::new(&thumbprint).map_err(|fault| failure(fault.sentence()))? };
                let standing = desk.ask(desk.client.retire_certificate(partner.id, &name)).await?;
                tell_done(desk, &standing, &format!("the certificate of {} is retired; the tokens there are void", partner.client_id))
            }
        }
    }
}

fn text<const MAX: usize>(name: &str, given: &str) -> Outcome<Text<MAX>> {
    Text::new(given).map_err(|fault| failure(format!("{name}: {}", fault.sentence())))
}
