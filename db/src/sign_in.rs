//! Clients at the token endpoint: an assertion is spent by whatever it is used for, and a token is revoked by who got it.

use chrono::{DateTime, Utc};
use estafette_contract::{Act, ObjectKind, ProblemKind, Scope};

use crate::{
    Action, DbError, DbResult, Store, Viewer,
    store::{Tx, remember_assertion, remember_revoked},
};

/// The scope of a client that proved who it is but has no token yet.
#[derive(Debug)]
pub struct SigningIn;

impl Scope for SigningIn {
    const NAME: &'static str = "(signing in)";
}

/// What remains of an assertion that proved a client.
#[derive(Debug, Clone)]
pub struct Assertion {
    /// The SHA-256 of its identifier, in hexadecimal.
    pub jti_hash: String,
    /// Until when it would pass again.
    pub expires_at: DateTime<Utc>,
}

/// A token of the client's own that it wants to count no longer.
#[derive(Debug, Clone)]
pub struct OwnToken {
    /// Its identifier.
    pub jti: String,
    /// Until when it would pass.
    pub expires_at: DateTime<Utc>,
}

impl Store {
    /// Spends an assertion on what the client asks for, so that it cannot be used again by any process.
    ///
    /// # Errors
    /// Refused when it was used before.
    pub async fn spend_assertion(&self, viewer: Viewer<SigningIn>, act: Act, assertion: Assertion) -> DbResult<()> {
        self.write(viewer, on_token(act), move |tx| spend(tx, &assertion)).await
    }

    /// Spends an assertion on revoking a token; there is none when what was handed in is no valid token.
    ///
    /// # Errors
    /// Refused when the assertion was used before.
    pub async fn revoke_token(&self, viewer: Viewer<SigningIn>, assertion: Assertion, token: Option<OwnToken>) -> DbResult<()> {
        self.write(viewer, on_token(Act::TokenRevoke), move |tx| {
            spend(tx, &assertion)?;
            if let Some(OwnToken { jti, expires_at }) = &token {
                let (client, at) = (tx.cx.actor.client_id.clone(), tx.cx.at());
                remember_revoked(tx.cx.conn, jti, &client, at, expires_at.naive_utc())?;
            }
            Ok(())
        })
        .await
    }
}

fn on_token(act: Act) -> Action {
    Action::all(act, ObjectKind::Token)
}

fn spend(tx: &mut Tx<'_, SigningIn>, assertion: &Assertion) -> DbResult<()> {
    let client = tx.cx.actor.client_id.clone();
    if remember_assertion(tx.cx.conn, &client, &assertion.jti_hash, assertion.expires_at.naive_utc())? {
        return Ok(());
    }
    Err(DbError::refused(ProblemKind::InvalidClient, "Sign a fresh assertion for every request."))
}
