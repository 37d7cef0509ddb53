//! Clients of partners: their keys, the assertions they used, and the region's own way in.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use estafette_contract::{Act, KeySource, ObjectKind, PartnerKind, Scope, scope};
use uuid::Uuid;

use crate::{
    Action, Actor, DbResult, Store, Trace, Viewer,
    partners::{self, NewPartner},
    schema::{partner_certificates, partner_keys, partners as partners_table},
    store::{Conn, Cx},
    stored,
};

/// A client's public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientKey {
    /// The key id, an RFC 7638 thumbprint.
    pub kid: String,
    /// The one algorithm it is used with.
    pub alg: String,
    /// The key as PEM.
    pub public_pem: String,
}

/// A client that may sign in.
#[derive(Debug, Clone)]
pub struct Client {
    /// The id it signs in with.
    pub client_id: String,
    /// The partner it belongs to.
    pub partner: Uuid,
    /// What kind of partner that is.
    pub kind: PartnerKind,
    /// The partner's organisation number.
    pub oin: Option<String>,
    /// The scopes granted, separated by spaces.
    pub scopes: String,
    /// Raised when everything issued before must no longer count.
    pub generation: i64,
    /// Whether it may also sign with RS256, as the NL GOV profile for OAuth prescribes.
    pub nl_gov: bool,
    /// The certificates registered for it, by their SHA-256 in hexadecimal, the newest first.
    pub certificates: Vec<String>,
}

/// The scope of the region's own start-up and clock.
#[derive(Debug)]
pub struct OwnHouse;

impl Scope for OwnHouse {
    const NAME: &'static str = "(own house)";
}

impl Viewer<OwnHouse> {
    /// The house itself: its clock, its seeding, its first keys.
    #[must_use]
    pub fn house() -> Self {
        let span_id = Uuid::new_v4().simple().to_string()[..16].to_owned();
        let trace = Trace { trace_id: Uuid::now_v7().simple().to_string(), span_id, parent_id: None };
        #[expect(clippy::disallowed_methods, reason = "the house acts for nobody else")]
        Self::vouch(Actor {
            client_id: "estafette".into(),
            partner: Uuid::nil(),
            kind: PartnerKind::Region,
            scopes: String::new(),
            professional: None,
            trace,
        })
    }
}

impl Store {
    /// The active client with this id and the key it names; whoever asks is not yet known, so nothing is logged.
    ///
    /// # Errors
    /// A fault on our side.
    pub async fn client_key(&self, client_id: String, kid: String) -> DbResult<Option<(Client, ClientKey)>> {
        self.peek(move |conn| {
            let row = partners_table::table
                .inner_join(partner_keys::table.on(partner_keys::client_id.eq(partners_table::client_id)))
                .filter(partners_table::client_id.eq(&client_id))
                .filter(partners_table::active.eq(true))
                .filter(partner_keys::kid.eq(&kid))
                .filter(partner_keys::retired_at.is_null())
                .select((ClientRow::as_select(), partner_keys::alg, partner_keys::public_pem))
                .first::<(ClientRow, String, String)>(conn)
                .optional()?;
            let Some((client, alg, public_pem)) = row else { return Ok(None) };
            let client = client.client(certificates(conn, &client_id)?)?;
            Ok(Some((client, ClientKey { kid: kid.clone(), alg, public_pem })))
        })
        .await
    }

    /// Adds a partner on behalf of the region itself, with the scopes its kind is given; the same client id again changes nothing.
    ///
    /// # Errors
    /// A fault on our side.
    pub async fn add_partner(&self, new: NewPartner) -> DbResult<Uuid> {
        let usual = scope::defaults(new.kind);
        self.add_partner_granting(new, usual).await
    }

    /// Adds a partner as [`Store::add_partner`] does, with other scopes than its kind is given.
    ///
    /// # Errors
    /// A fault on our side.
    pub async fn add_partner_granting(&self, new: NewPartner, scopes: Vec<String>) -> DbResult<Uuid> {
        let action = Action::all(Act::PartnerAdd, ObjectKind::Partner);
        self.write(Viewer::house(), action, move |tx| {
            let id = partners::add(&mut tx.cx, &new, &scopes)?;
            tx.cx.notes.object = Some(id);
            Ok(id)
        })
        .await
    }
}

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = partners_table)]
struct ClientRow {
    id: String,
    kind: String,
    client_id: String,
    oin: Option<String>,
    scopes: String,
    generation: i64,
    nl_gov: bool,
}

impl ClientRow {
    fn client(self, certificates: Vec<String>) -> DbResult<Client> {
        Ok(Client {
            partner: stored::id(&self.id)?,
            kind: stored::code(&self.kind)?,
            client_id: self.client_id,
            oin: self.oin,
            scopes: self.scopes,
            generation: self.generation,
            nl_gov: self.nl_gov,
            certificates,
        })
    }
}

fn certificates(conn: &mut Conn, client_id: &str) -> DbResult<Vec<String>> {
    use partner_certificates as c;
    let live = c::table.filter(c::client_id.eq(client_id)).filter(c::retired_at.is_null());
    let mut rows: Vec<(NaiveDateTime, String)> = live.select((c::added_at, c::thumbprint)).load(conn)?;
    rows.sort_by(|one, other| other.cmp(one));
    Ok(rows.into_iter().map(|(_, thumbprint)| thumbprint).collect())
}

/// Adds a key of a client that is named by its thumbprint, as those of the house's own making are.
pub(crate) fn add_key(cx: &mut Cx<'_>, client_id: &str, key: &ClientKey) -> DbResult<()> {
    let (kid, alg, public_pem) = (key.kid.clone(), key.alg.clone(), key.public_pem.clone());
    let key = partners::ImportedKey { thumbprint: kid.clone(), kid, alg, public_pem };
    partners::insert_key(cx, client_id, &key, KeySource::File)
}
