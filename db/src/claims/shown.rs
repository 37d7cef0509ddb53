//! A code that somebody shows: each try is counted before it is looked at, and what opens nothing is refused in one way.

use diesel::{delete, insert_into, prelude::*, update};
use estafette_contract::{ClaimCode, ClaimRole, Created, ProblemKind, TermKind, scope::LearnersWrite};
use openssl::memcmp;

use super::secret;
use crate::{
    DbError, DbResult, Store,
    learners::{Learner, pseudonym_for},
    schema::{claims, introductions},
    store::{Cx, Tx, on_each},
    stored, terms,
};

/// How often a code can be tried.
const TRIES: i64 = 5;

/// A code that was shown and is counted as tried; there is none when it finds nothing that still counts.
#[derive(Debug, Clone, Default)]
pub struct Tried(Option<Found>);

#[derive(Debug, Clone)]
struct Found {
    id: String,
    secret_hash: String,
}

/// A claim's row.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = claims)]
pub(crate) struct Claim {
    pub(crate) learner_id: String,
    role: String,
    pub(crate) representative_id: Option<String>,
    secret_hash: String,
}

impl Claim {
    pub(crate) fn role(&self) -> DbResult<ClaimRole> {
        Ok(stored::code(&self.role)?)
    }
}

impl Store {
    /// Counts a try on whatever this code finds, whether it opens it or not; on disk before this returns.
    ///
    /// # Errors
    /// A fault on our side.
    pub async fn try_claim(&self, code: &ClaimCode) -> DbResult<Tried> {
        let (locator, secret_hash) = secret::hashes(self.keys(), &code.plain())?;
        let at = self.clock().now().naive_utc();
        self.keep(move |conn| {
            let open = claims::table
                .filter(claims::locator_hash.eq(&locator))
                .filter(claims::tries.lt(TRIES))
                .filter(claims::used_at.is_null())
                .filter(claims::expires_at.gt(at));
            let count = update(open).set(claims::tries.eq(claims::tries + 1)).returning(claims::id);
            let id: Option<String> = on_each!(conn, |c| count.get_result(c)).optional()?;
            Ok(Tried(id.map(|id| Found { id, secret_hash })))
        })
        .await
    }
}

/// Uses a code that was tried, if it is right and for one of these roles.
pub(crate) fn open(cx: &mut Cx<'_>, tried: &Tried, roles: &[ClaimRole]) -> DbResult<Claim> {
    const REFUSED: &str = "It is wrong, past its time or used. Ask who is responsible for the learner for a new one.";
    let refused = || DbError::refused(ProblemKind::CodeRefused, REFUSED);
    let found = tried.0.as_ref().ok_or_else(refused)?;
    let claim: Claim = claims::table.find(&found.id).select(Claim::as_select()).first(cx.conn).optional()?.ok_or_else(refused)?;
    let right = memcmp::eq(claim.secret_hash.as_bytes(), found.secret_hash.as_bytes());
    if !right || !roles.contains(&claim.role()?) {
        return Err(refused());
    }
    let unused = claims::table.find(&found.id).filter(claims::used_at.is_null());
    let used = update(unused).set(claims::used_at.eq(cx.at())).execute(cx.conn)?;
    if used == 1 { Ok(claim) } else { Err(refused()) }
}

/// Finds the learner who gave this partner a code; answers the partner's own pseudonym.
///
/// # Errors
/// When the code opens nothing.
pub fn find(tx: &mut Tx<'_, LearnersWrite>, tried: &Tried) -> DbResult<Created> {
    let cx = &mut tx.cx;
    let claim = open(cx, tried, &[ClaimRole::NextPartner])?;
    let learner = Learner::lock(cx, &claim.learner_id)?;
    let id = pseudonym_for(cx, &cx.partner(), &learner.id)?;
    delete(introductions::table.find((cx.partner(), &learner.id))).execute(cx.conn)?;
    let row = (
        introductions::partner_id.eq(cx.partner()),
        introductions::learner_id.eq(&learner.id),
        introductions::expires_at.eq(terms::end(&cx.house.terms, TermKind::Introduction, cx.now).naive_utc()),
    );
    insert_into(introductions::table).values(row).execute(cx.conn)?;
    learner.raise_grounds(cx)?;
    cx.notes.object = Some(id);
    Ok(Created { id })
}

/// Whether a learner made themself known to the acting partner, not too long ago.
pub(crate) fn introduced(cx: &mut Cx<'_>, learner: &str) -> DbResult<bool> {
    let known = introductions::table.find((cx.partner(), learner)).filter(introductions::expires_at.gt(cx.at()));
    Ok(known.count().get_result::<i64>(cx.conn)? > 0)
}
