//! Keys of partners, wherever they come from: read, found good, and remembered as burnt when a private one shows.

use std::time::Duration;

use estafette_contract::{FieldProblem, NewKeys, ProblemKind};
use estafette_db::{DbError, DbResult, Store, partners::ImportedKey, proposals::Change};
use serde_json::Value;

use crate::{
    outbound::{Outbound, OutboundFault},
    tokens::{
        alg::Alg,
        jwk_fault::JwkFault,
        jwks::{self, ClientKey, MAX_BYTES, MAX_FETCHED_BYTES},
    },
};

/// Why keys were not taken, and where in the request the culprit is.
struct KeysFault {
    pointer: String,
    code: &'static str,
    detail: String,
}

impl KeysFault {
    fn of_list(base: &str, nth: Option<usize>, fault: JwkFault) -> Self {
        let pointer = nth.map_or_else(|| base.to_owned(), |nth| format!("{base}/{nth}"));
        Self { pointer, code: fault.code(), detail: sentence(&fault) }
    }

    fn of_address(fault: OutboundFault) -> Self {
        Self { pointer: "/jwksUri".into(), code: fault.code(), detail: sentence(&fault) }
    }

    fn refusal(self) -> DbError {
        let error = FieldProblem { pointer: self.pointer, code: self.code.into(), detail: self.detail };
        DbError::fields(ProblemKind::InvalidField, "Correct the keys and send the request again.", vec![error])
    }
}

/// A reason as a sentence.
fn sentence(fault: &dyn std::error::Error) -> String {
    let text = fault.to_string();
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default() + "."
}

/// What an operator proposes with new keys, or with the address of some.
///
/// # Errors
/// Why they are refused; the ones whose private half was shown are remembered as burnt.
pub async fn proposed(store: &Store, outbound: &Outbound, new: &NewKeys, size: usize) -> DbResult<Change> {
    match (&new.keys, &new.jwks_uri) {
        (Some(_), None) if size > MAX_BYTES => Err(KeysFault::of_list("/keys", None, JwkFault::TooLarge).refusal()),
        (Some(list), None) => {
            let keys = imported(store, "/keys", list).await?.map_err(KeysFault::refusal)?;
            Ok(Change::AddKeys { keys })
        }
        (None, Some(address)) => {
            let keys = fetched(store, outbound, address.as_str()).await?.map_err(KeysFault::refusal)?;
            Ok(Change::SetJwksUri { jwks_uri: address.as_str().to_owned(), keys })
        }
        _ => Err(DbError::field("", "one-of", "Send either keys or jwksUri.")),
    }
}

/// Asks the addresses that are due, and takes over what is found there.
///
/// # Errors
/// A fault on our side; what is wrong at an address is kept with the partner.
pub async fn renew_published(store: &Store, outbound: &Outbound) -> DbResult<()> {
    let due = store.claim_published_keys().await?;
    let renewing = due.into_iter().map(|from| async move {
        let found = fetched(store, outbound, &from.jwks_uri).await?;
        store.take_over_keys(from, found.map_err(|fault| fault.detail)).await
    });
    futures_util::future::join_all(renewing).await.into_iter().collect()
}

/// Renews published keys for as long as the service runs.
pub async fn keep_renewing(store: Store, outbound: Outbound) {
    let mut every = tokio::time::interval(Duration::from_secs(30));
    loop {
        every.tick().await;
        if let Err(error) = renew_published(&store, &outbound).await {
            tracing::error!(error = &error as &dyn std::error::Error, "the published keys of partners were not renewed; it is tried again");
        }
    }
}

async fn fetched(store: &Store, outbound: &Outbound, address: &str) -> DbResult<Result<Vec<ImportedKey>, KeysFault>> {
    let bytes = match outbound.fetch(address, MAX_FETCHED_BYTES).await {
        Ok(bytes) => bytes,
        Err(fault) => return Ok(Err(KeysFault::of_address(fault))),
    };
    let text = String::from_utf8_lossy(&bytes);
    match jwks::list_in(&text, MAX_FETCHED_BYTES) {
        Ok(list) => imported(store, "/jwksUri", &list).await,
        Err(fault) => Ok(Err(KeysFault::of_list("/jwksUri", None, fault))),
    }
}

/// The keys in a list if all of them are good; the ones whose private half was shown are remembered as burnt.
async fn imported(store: &Store, base: &str, list: &[Value]) -> DbResult<Result<Vec<ImportedKey>, KeysFault>> {
    let shown = jwks::shown_private(list);
    if !shown.is_empty() {
        store.burn_keys(shown).await?;
    }
    // Whether RS256 is for this partner, the store decides.
    let keys = jwks::import_list(list, Alg::NL_GOV).and_then(|keys| {
        let named = |(nth, key)| imported_key(key).map_err(|fault| (Some(nth), fault));
        keys.into_iter().enumerate().map(named).collect::<Result<Vec<_>, _>>()
    });
    let at = |nth: Option<usize>| if base == "/keys" { nth } else { None };
    Ok(keys.map_err(|(nth, fault)| KeysFault::of_list(base, at(nth), fault)))
}

fn imported_key(key: ClientKey) -> Result<ImportedKey, JwkFault> {
    let jwk = jwks::export(&key.pem, key.alg)?;
    let thumbprint = jwks::thumbprint(&jwk).ok_or(JwkFault::KeyType)?;
    Ok(ImportedKey { kid: key.kid, alg: key.alg.name().to_owned(), public_pem: key.pem, thumbprint })
}
