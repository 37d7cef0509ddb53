//! A partner's private key: made once, readable by its owner only, its public half registered.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::Path,
};

use estafette_client::assertion_key::AssertionKey;
use estafette_db::{Store, clients::ClientKey, partners::NewPartner};
use openssl::pkey::PKey;
use uuid::Uuid;

use super::outcome::{Failure, Outcome, because, failure};
use crate::{app::StartError, private_file};

/// What a partner needs to join, apart from its key.
pub(super) struct Joining {
    /// Its name, kind and registration; the key is filled in.
    pub(super) client_id: String,
    /// Its name.
    pub(super) name: String,
    /// What kind of organisation it is.
    pub(super) kind: estafette_contract::PartnerKind,
    /// Its registration, if it is a school.
    pub(super) brin: Option<estafette_contract::Brin>,
    /// The RMC region it follows, if it is a Doorstroompunt.
    pub(super) rmc_region: Option<estafette_contract::RmcRegion>,
}

/// Adds a partner whose private key is in `file`, made now if it is not there; answers its id.
///
/// Doing it again changes nothing. The key is on disk before it is registered, so that none is ever lost half-way.
pub(super) async fn join(store: &Store, partner: Joining, file: &Path) -> Outcome<Uuid> {
    let fresh = !file.exists();
    if fresh {
        make(file)?;
    }
    let key = public_half(&load(file)?)?;
    let (client_id, kid) = (partner.client_id.clone(), key.kid.clone());
    let Joining { client_id: client_id_of, name, kind, brin, rmc_region } = partner;
    let new = NewPartner { name, kind, brin, oin: None, rmc_region, client_id: client_id_of, key };
    let told = |error| because("cannot add a partner", &error);
    let id = store.add_partner(new).await.map_err(told)?;
    if store.client_key(client_id.clone(), kid).await.map_err(told)?.is_some() {
        return Ok(id);
    }
    if fresh {
        let _ = fs::remove_file(file);
    }
    Err(failure(format!("{client_id} is registered with another key than {}: restore that file from its backup", file.display())))
}

/// Reads a partner's private key.
pub(super) fn load(file: &Path) -> Outcome<AssertionKey> {
    let pem = private_file::read(file).map_err(|error| Failure::from(StartError::of(&error)))?;
    let not_a_key = || failure(format!("{} holds no ES256 private key", file.display()));
    let pem = String::from_utf8(pem).map_err(|_| not_a_key())?;
    AssertionKey::from_pem(&pem).map_err(|_| not_a_key())
}

/// Reads a private key, made now if it is not there.
pub(super) fn load_or_make(file: &Path) -> Outcome<AssertionKey> {
    if !file.exists() {
        make(file)?;
    }
    load(file)
}

fn make(file: &Path) -> Outcome {
    let cannot = |error: &dyn std::error::Error| because(format!("cannot make {}", file.display()), error);
    let pem = AssertionKey::generate().and_then(|key| key.to_pem()).map_err(|error| cannot(&error))?;
    private_folder(file.parent().unwrap_or(Path::new(".")))?;
    // Written beside its place first: a process that dies here leaves no half key behind.
    let beside = file.with_extension("new");
    let mut out = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside).map_err(|error| cannot(&error))?;
    out.write_all(pem.as_bytes()).and_then(|()| out.sync_all()).map_err(|error| cannot(&error))?;
    fs::rename(&beside, file).map_err(|error| cannot(&error))
}

/// Makes a folder that only its owner may enter, unless it is there.
pub(super) fn private_folder(folder: &Path) -> Outcome {
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|error| because(format!("cannot make {}", folder.display()), &error))
}

fn public_half(key: &AssertionKey) -> Outcome<ClientKey> {
    let pem = key.to_pem().and_then(|pem| PKey::private_key_from_pem(pem.as_bytes())?.public_key_to_pem());
    let pem = pem.map_err(|error| because("cannot take the public half of a key", &error))?;
    Ok(ClientKey { kid: key.kid().into(), alg: "ES256".into(), public_pem: String::from_utf8_lossy(&pem).into_owned() })
}
