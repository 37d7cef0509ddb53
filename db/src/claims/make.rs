//! Making a one-time link or code.

use chrono::{DateTime, Utc};
use diesel::{delete, insert_into, prelude::*};
use estafette_contract::{
    ClaimForm, ClaimMade, ClaimRole, CodeList, Giver, NewClaim, NewOwnClaim, ProblemKind, TermKind, scope::LearnersWrite,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::secret;
use crate::{
    DbError, DbResult, Store,
    learners::Learner,
    own::{OwnScope, Session, speaks_for_themself},
    schema::claims,
    store::{Cx, Tx, new_id},
    terms,
    views::check_giver,
};

/// How often another id is tried when a code would be found by what finds another.
const ATTEMPTS: usize = 16;

/// What is remembered of a code that was made, to tell it again to who asked for it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Made {
    id: Uuid,
    form: ClaimForm,
    expires_at: DateTime<Utc>,
}

impl Store {
    /// The code itself.
    #[must_use]
    pub fn claim_made(&self, made: &Made) -> ClaimMade {
        let code = secret::code(self.keys(), &made.id.to_string(), made.form);
        ClaimMade { id: made.id, code: secret::grouped(&code), expires_at: made.expires_at }
    }
}

/// Makes a code for a learner this partner is responsible for.
///
/// # Errors
/// When another party is responsible, or the role does not fit the learner.
pub fn make(tx: &mut Tx<'_, LearnersWrite>, learner: Uuid, new: &NewClaim) -> DbResult<Made> {
    let cx = &mut tx.cx;
    let learner = Learner::by_pseudonym(cx, learner)?;
    if learner.responsible_partner_id != cx.partner() {
        return Err(DbError::refused(ProblemKind::NotAllowed, "Who comes in reads everything; only the responsible party makes codes."));
    }
    check_role(cx, &learner, new)?;
    insert(cx, &learner, new.role, new.form, new.representative_id)
}

/// Makes a code with which a next partner finds the learner who makes it.
///
/// # Errors
/// A fault on our side.
pub fn make_own(tx: &mut Tx<'_, OwnScope>, who: &Session, new: &NewOwnClaim) -> DbResult<Made> {
    let cx = &mut tx.cx;
    let (learner, _) = who.learner(cx)?;
    insert(cx, &learner, ClaimRole::NextPartner, new.form, None)
}

fn check_role(cx: &mut Cx<'_>, learner: &Learner, new: &NewClaim) -> DbResult<()> {
    let giver = if new.role == ClaimRole::LegalRepresentative { Giver::LegalRepresentative } else { Giver::Student };
    check_giver(cx, &learner.id, giver, new.representative_id)?;
    if giver == Giver::LegalRepresentative && speaks_for_themself(cx, learner)? {
        return Err(DbError::field("/role", "of-age", "The student is sixteen and speaks for themself."));
    }
    Ok(())
}

fn insert(cx: &mut Cx<'_>, learner: &Learner, role: ClaimRole, form: ClaimForm, representative: Option<Uuid>) -> DbResult<Made> {
    let expires_at = terms::end(&cx.house.terms, TermKind::Claim, cx.now);
    let (id, locator, secret) = free(cx, form)?;
    let row = (
        claims::id.eq(id.to_string()),
        claims::learner_id.eq(&learner.id),
        claims::role.eq(role.code()),
        claims::representative_id.eq(representative.map(|id| id.to_string())),
        claims::locator_hash.eq(locator),
        claims::secret_hash.eq(secret),
        claims::tries.eq(0),
        claims::expires_at.eq(expires_at.naive_utc()),
    );
    insert_into(claims::table).values(row).execute(cx.conn)?;
    Ok(Made { id, form, expires_at })
}

/// An id whose code is found by nothing that finds another, with the hashes of that code.
fn free(cx: &mut Cx<'_>, form: ClaimForm) -> DbResult<(Uuid, String, String)> {
    for _ in 0..ATTEMPTS {
        let id = new_id();
        let (locator, secret) = secret::hashes(&cx.house.keys, &secret::code(&cx.house.keys, &id.to_string(), form))?;
        let found = claims::table.filter(claims::locator_hash.eq(&locator));
        delete(found.filter(claims::expires_at.le(cx.at()))).execute(cx.conn)?;
        if found.count().get_result::<i64>(cx.conn)? == 0 {
            return Ok((id, locator, secret));
        }
    }
    Err(DbError::refused(ProblemKind::Unavailable, "There are too many codes that still count. Try again, or make a link."))
}
