//! Clients of partners: their keys, the assertions they used, and the region's own way in.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use estafette_contract::{Act, KeySource, ObjectKind, PartnerKind, Scope, scope};
use uuid::Uuid;

use crate::{
    Action, Actor, DbError, DbResult, Store, Trace, Viewer,
    partners::{self, NewPartner},
    schema::{partner_keys, partners as partners_table},
    store::{Cx, remember_assertion},
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
}

/// The scope of a client that proved who it is but has no token yet.
#[derive(Debug)]
pub struct SigningIn;

impl Scope for SigningIn {
    const NAME: &'static str = "(signing in)";
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
        let trace = Trace { trace_id: Uuid::now_v7().simple().to_string(), span_id: Uuid::new_v4().simple().to_string()[..16].to_owned() };
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
            row.map(|(client, alg, public_pem)| Ok((client.client()?, ClientKey { kid: kid.clone(), alg, public_pem }))).transpose()
        })
        .await
    }

    /// Spends an assertion, so that it cannot be used again by any process; recorded as a sign-in.
    ///
    /// # Errors
    /// Refused when it was used before.
    pub async fn spend_assertion(&self, viewer: Viewer<SigningIn>, jti_hash: String, expires_at: DateTime<Utc>) -> DbResult<()> {
        let partner = viewer.actor().partner;
        let action = Action::on(Act::TokenIssue, ObjectKind::Partner, partner);
        self.write(viewer, action, move |tx| {
            let client = tx.cx.actor.client_id.clone();
            if remember_assertion(tx.cx.conn, &client, &jti_hash, expires_at.naive_utc())? {
                return Ok(());
            }
            Err(DbError::refused(estafette_contract::ProblemKind::Unauthenticated, "Sign a fresh assertion for every token."))
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
}

impl ClientRow {
    fn client(self) -> DbResult<Client> {
        Ok(Client {
            partner: stored::id(&self.id)?,
            kind: stored::code(&self.kind)?,
            client_id: self.client_id,
            oin: self.oin,
            scopes: self.scopes,
            generation: self.generation,
        })
    }
}

/// Adds a key of a client that is named by its thumbprint, as those of the house's own making are.
pub(crate) fn add_key(cx: &mut Cx<'_>, client_id: &str, key: &ClientKey) -> DbResult<()> {
    let (kid, alg, public_pem) = (key.kid.clone(), key.alg.clone(), key.public_pem.clone());
    let key = partners::ImportedKey { thumbprint: kid.clone(), kid, alg, public_pem };
    partners::insert_key(cx, client_id, &key, KeySource::File)
}
