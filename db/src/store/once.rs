//! Doing a thing once however often it is asked: the `Idempotency-Key`.
//!
//! The claim, the effect and the answer are one transaction, so none exists without the others.

use diesel::{prelude::*, update};
use estafette_contract::{ProblemKind, Scope};
use serde::{Serialize, de::DeserializeOwned};

use super::{Cx, Repeated, Store, Tx, backend::insert_unless_there, on_each};
use crate::{Action, DbError, DbResult, Fault, Viewer, keys::Purpose, schema::idempotency};

/// The key a caller gave a request, and what identifies the request.
#[derive(Debug, Clone)]
pub struct Once {
    /// The `Idempotency-Key`.
    pub key: String,
    /// Method, path and body.
    pub request: Vec<u8>,
}

impl Store {
    /// Writes as [`Store::write`] does, but at most once for a key: the same request again gets the same answer.
    ///
    /// # Errors
    /// What the work refuses, another request under the same key, or a fault on our side.
    pub async fn write_once<S: Scope, T: Serialize + DeserializeOwned + Send + 'static>(
        &self,
        viewer: Viewer<S>,
        action: Action,
        once: Once,
        work: impl Fn(&mut Tx<'_, S>) -> DbResult<T> + Send + 'static,
    ) -> DbResult<T> {
        let guarded = move |tx: &mut Tx<'_, S>| {
            let claim = Claim::new(&tx.cx, &once)?;
            if !claim.stake(&mut tx.cx)? {
                let answer = claim.recall(&mut tx.cx)?;
                tx.cx.notes.replayed = true;
                return Ok(answer);
            }
            let value = work(tx)?;
            claim.keep(&mut tx.cx, &value)?;
            Ok(value)
        };
        self.write(viewer, action, guarded).await
    }
}

struct Claim {
    partner: String,
    key_hash: String,
    request_mac: String,
}

impl Claim {
    fn new(cx: &Cx<'_>, once: &Once) -> Result<Self, Fault> {
        let keys = &cx.house.keys;
        Ok(Self {
            partner: cx.partner(),
            key_hash: keys.reference(Purpose::Fingerprint, &[once.key.as_bytes()])?,
            request_mac: keys.reference(Purpose::Fingerprint, &[once.key.as_bytes(), &once.request])?,
        })
    }

    /// Claims the key, or says that it was claimed before; two requests under one key meet here, and the second waits for the first.
    fn stake(&self, cx: &mut Cx<'_>) -> DbResult<bool> {
        let row = (
            idempotency::partner_id.eq(&self.partner),
            idempotency::key_hash.eq(&self.key_hash),
            idempotency::request_mac.eq(&self.request_mac),
            idempotency::answer.eq(""),
            idempotency::created_at.eq(cx.at()),
        );
        Ok(insert_unless_there!(cx.conn, idempotency::table, row))
    }

    /// The answer kept under this key, if the request is the same.
    fn recall<T: DeserializeOwned>(&self, cx: &mut Cx<'_>) -> DbResult<T> {
        let kept = idempotency::table
            .find((&self.partner, &self.key_hash))
            .select((idempotency::request_mac, idempotency::answer))
            .first::<(String, String)>(cx.conn)
            .optional()?;
        // Claimed a moment ago and forgotten since, by age.
        let (request_mac, answer) = kept.ok_or(Fault::KeyClaimed)?;
        if request_mac != self.request_mac {
            return Err(DbError::refused(ProblemKind::KeyReused, "Use a fresh Idempotency-Key for every new request."));
        }
        serde_json::from_str(&answer).map_err(|_| Fault::Stored("a kept answer").into())
    }

    fn keep<T: Serialize>(&self, cx: &mut Cx<'_>, value: &T) -> DbResult<()> {
        let answer = serde_json::to_string(value).map_err(|_| Fault::Stored("an answer to keep"))?;
        let keep = update(idempotency::table.find((&self.partner, &self.key_hash))).set(idempotency::answer.eq(answer));
        on_each!(cx.conn, |c| Repeated(keep.returning(idempotency::key_hash)).get_result::<String>(c))?;
        Ok(())
    }
}
