//! A partner on one sheet: who it is, what it signs in with, what it may do.

use chrono::{DateTime, Utc};
use comfy_table::Table;
use estafette_contract::{CodeList, ManagedPartner, RegisteredCertificate, RegisteredKey};

use super::super::table::table;

/// The sheet of a partner.
pub(super) fn of(partner: &ManagedPartner) -> String {
    let mut parts = vec![about(partner), table(&["key", "for", "counts", "thumbprint"], partner.keys.iter().map(key))];
    if !partner.certificates.is_empty() {
        parts.push(table(&["certificate", "counts"], partner.certificates.iter().map(certificate)));
    }
    parts.push(table(&["scope"], partner.scopes.iter().map(|scope| vec![scope.clone()])));
    parts.iter().map(Table::to_string).collect::<Vec<_>>().join("\n")
}

fn about(partner: &ManagedPartner) -> Table {
    let address = partner.key_address.as_ref();
    let rows = [
        ("name", Some(partner.name.clone())),
        ("id", Some(partner.id.to_string())),
        ("kind", Some(partner.kind.term().en.to_owned())),
        ("status", Some(partner.status.term().en.to_owned())),
        ("brin", partner.brin.as_ref().map(|brin| brin.as_str().to_owned())),
        ("oin", partner.oin.as_ref().map(|oin| oin.as_str().to_owned())),
        ("kvk", partner.kvk.as_ref().map(|kvk| kvk.as_str().to_owned())),
        ("rmc region", partner.rmc_region.map(|region| region.to_string())),
        ("nl gov", partner.nl_gov.then(|| "on: may also sign with RS256".to_owned())),
        ("joined", Some(instant(partner.joined_at))),
        ("keys at", address.map(|address| address.jwks_uri.clone())),
        ("asked there", address.and_then(|address| address.checked_at).map(instant)),
        ("wrong there", address.and_then(|address| address.fault.clone())),
    ];
    let told = rows.into_iter().filter_map(|(name, value)| Some(vec![name.to_owned(), value?]));
    table(&["partner", partner.client_id.as_str()], told)
}

fn key(key: &RegisteredKey) -> Vec<String> {
    let why = key.retired_by.map(|why| format!(": {}", why.term().en)).unwrap_or_default();
    let thumbprint = if key.thumbprint == key.kid { "its name" } else { key.thumbprint.as_str() };
    vec![key.kid.clone(), key.alg.clone(), counts(key.added_at, key.retired_at) + &why, thumbprint.to_owned()]
}

fn certificate(certificate: &RegisteredCertificate) -> Vec<String> {
    vec![certificate.thumbprint.clone(), counts(certificate.added_at, certificate.retired_at)]
}

fn counts(from: DateTime<Utc>, until: Option<DateTime<Utc>>) -> String {
    until.map_or_else(|| format!("since {}", instant(from)), |until| format!("until {}", instant(until)))
}

fn instant(at: DateTime<Utc>) -> String {
    at.format("%F %T UTC").to_string()
}
