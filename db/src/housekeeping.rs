//! What the house throws away by itself: what has expired and would not be used again.

use chrono::TimeDelta;
use diesel::{delete, prelude::*};
use estafette_contract::{Act, ObjectKind};

use crate::{
    Action, DbResult, Store, Viewer, cases, events,
    schema::{claims, idempotency, own_sessions, revoked_tokens},
    signing_keys,
    store::forget_assertions,
};

/// How long an answer is kept to be repeated.
const ANSWERS: TimeDelta = TimeDelta::days(7);

impl Store {
    /// Forgets spent assertions, revoked tokens, codes and learner tokens that have expired, answers nobody will ask for again, events of more
    /// than 90 days ago, the private halves of keys that never sign again, and what folds monthly files together once the school year is over;
    /// says how many.
    ///
    /// # Errors
    /// A fault on our side.
    pub async fn tidy(&self) -> DbResult<usize> {
        let action = Action::all(Act::HouseTidy, ObjectKind::List);
        self.write(Viewer::house(), action, |tx| {
            let (now, old) = (tx.cx.at(), tx.cx.at() - ANSWERS);
            let assertions = forget_assertions(tx.cx.conn, now)?;
            let answers = delete(idempotency::table.filter(idempotency::created_at.lt(old))).execute(tx.cx.conn)?;
            let revoked = delete(revoked_tokens::table.filter(revoked_tokens::expires_at.lt(now))).execute(tx.cx.conn)?;
            let codes = delete(claims::table.filter(claims::expires_at.lt(now))).execute(tx.cx.conn)?;
            let sessions = delete(own_sessions::table.filter(own_sessions::expires_at.lt(now))).execute(tx.cx.conn)?;
            let past = cases::forget_folds(&mut tx.cx)? + events::forget_old(&mut tx.cx)?;
            Ok(past + assertions + answers + revoked + codes + sessions + signing_keys::erase_superseded(&mut tx.cx)?)
        })
        .await
    }
}
