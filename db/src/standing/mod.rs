//! Which partners and tokens still count, as the database said a moment ago: what every process has at hand for every call.

mod watch;

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use estafette_contract::PartnerKind;
use uuid::Uuid;

pub use watch::Watch;

use crate::{
    DbResult,
    schema::{partner_certificates, partners, revoked_tokens},
    signing_keys::{self, KeptKey},
    store::Conn,
    stored,
};

/// What decides whether a token still counts.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// How each client stands, by its id.
    pub clients: HashMap<String, ClientStanding>,
    /// The identifiers of tokens that were revoked and have not expired.
    pub revoked: HashSet<String>,
    /// The keys that tokens are or were signed with, except those that are gone.
    pub keys: Vec<KeptKey>,
}

/// How a client stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientStanding {
    /// The partner it belongs to.
    pub partner: Uuid,
    /// What kind of partner that is.
    pub kind: PartnerKind,
    /// The scopes granted, separated by spaces.
    pub scopes: String,
    /// Whether the partner takes part, or is suspended.
    pub active: bool,
    /// Tokens of an earlier generation no longer count.
    pub generation: i64,
    /// Nor do tokens that name no generation and were issued until then.
    pub voided_at: Option<DateTime<Utc>>,
    /// The certificates registered for it, by their SHA-256 in hexadecimal.
    pub certificates: Vec<String>,
}

/// How everything stands at this moment.
pub(crate) fn read(conn: &mut Conn, now: NaiveDateTime) -> DbResult<Standing> {
    Ok(Standing { clients: clients(conn)?, revoked: revoked(conn, now)?, keys: signing_keys::not_gone(conn, now)? })
}

/// The columns of a client.
type Row = (String, String, String, String, bool, i64, Option<NaiveDateTime>);

fn clients(conn: &mut Conn) -> DbResult<HashMap<String, ClientStanding>> {
    use partners as p;
    let rows: Vec<Row> = p::table.select((p::client_id, p::id, p::kind, p::scopes, p::active, p::generation, p::voided_at)).load(conn)?;
    let mut certificates = certificates(conn)?;
    rows.into_iter()
        .map(|(client, partner, kind, scopes, active, generation, voided_at)| {
            let certificates = certificates.remove(&client).unwrap_or_default();
            let (partner, kind, voided_at) = (stored::id(&partner)?, stored::code(&kind)?, voided_at.map(stored::instant));
            Ok((client, ClientStanding { partner, kind, scopes, active, generation, voided_at, certificates }))
        })
        .collect()
}

fn certificates(conn: &mut Conn) -> DbResult<HashMap<String, Vec<String>>> {
    use partner_certificates as c;
    let rows: Vec<(String, String)> = c::table.filter(c::retired_at.is_null()).select((c::client_id, c::thumbprint)).load(conn)?;
    let mut by_client: HashMap<String, Vec<String>> = HashMap::new();
    for (client, thumbprint) in rows {
        by_client.entry(client).or_default().push(thumbprint);
    }
    Ok(by_client)
}

fn revoked(conn: &mut Conn, now: NaiveDateTime) -> DbResult<HashSet<String>> {
    let rows: Vec<String> = revoked_tokens::table.filter(revoked_tokens::expires_at.gt(now)).select(revoked_tokens::jti).load(conn)?;
    Ok(rows.into_iter().collect())
}
