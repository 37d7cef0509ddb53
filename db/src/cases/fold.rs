//! Folding the months together: the number of a person as a keyed hash under the key of one Doorstroompunt, in a table of its own,
//! and gone with its key when the school year is over.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use diesel::{delete, insert_into, prelude::*, update};
use estafette_contract::{CaseStatus, CodeList, ProblemKind, TermKind};
use uuid::Uuid;

use super::reported::PersonNumber;
use crate::{
    DbError, DbResult, Key, dutch_day,
    keys::Folding,
    learners::Learner,
    schema::{cases, vsv_fold_keys, vsv_folds},
    store::{Cx, insert_unless_there, lock_fold_key},
    terms,
};

/// A person as one importer reported them to a Doorstroompunt.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = vsv_folds)]
pub(super) struct Fold {
    pub(super) importer_id: String,
    pub(super) case_id: String,
    pub(super) import_id: String,
    pub(super) gone_at: Option<NaiveDateTime>,
}

/// What folds for one Doorstroompunt, held until the transaction ends.
#[derive(Debug)]
pub(super) struct Folds {
    partner: String,
    key: Folding,
}

impl Folds {
    /// The key of this school year; the one of the last is thrown away with all it folded.
    pub(super) fn open(cx: &mut Cx<'_>, partner: &str) -> DbResult<Self> {
        let today = dutch_day(cx.now);
        let made = (
            vsv_fold_keys::partner_id.eq(partner),
            vsv_fold_keys::salt.eq(Key::random()?.bytes().to_vec()),
            vsv_fold_keys::until_on.eq(school_year_ends(cx)),
        );
        for _ in 0..2 {
            insert_unless_there!(cx.conn, vsv_fold_keys::table, made.clone());
            match lock_fold_key(cx.conn, partner)? {
                Some((salt, until_on)) if until_on >= today => {
                    return Ok(Self { partner: partner.to_owned(), key: cx.house.keys.folding(partner, &salt) });
                }
                _ => drop(forget(cx, &[partner.to_owned()])?),
            }
        }
        Err(crate::Fault::Stored("the key that folds months together").into())
    }

    /// What is kept of a number.
    pub(super) fn digest(&self, number: &PersonNumber) -> String {
        self.key.fold(number.digits())
    }

    /// Everybody's reports of this person.
    pub(super) fn of(&self, cx: &mut Cx<'_>, digest: &str) -> DbResult<Vec<Fold>> {
        let known = vsv_folds::table.filter(vsv_folds::partner_id.eq(&self.partner)).filter(vsv_folds::digest.eq(digest));
        Ok(known.select(Fold::as_select()).load(cx.conn)?)
    }

    /// Remembers that an importer reported this person for the first time.
    pub(super) fn add(&self, cx: &mut Cx<'_>, digest: &str, fold: &Fold) -> DbResult<()> {
        let row = (
            vsv_folds::partner_id.eq(&self.partner),
            vsv_folds::digest.eq(digest),
            vsv_folds::importer_id.eq(&fold.importer_id),
            vsv_folds::case_id.eq(&fold.case_id),
            vsv_folds::import_id.eq(&fold.import_id),
        );
        insert_into(vsv_folds::table).values(row).execute(cx.conn)?;
        Ok(())
    }

    /// Remembers that an importer reported this person again.
    pub(super) fn again(&self, cx: &mut Cx<'_>, digest: &str, importer: &str, import: &str) -> DbResult<()> {
        let seen = (vsv_folds::import_id.eq(import), vsv_folds::gone_at.eq(None::<NaiveDateTime>));
        update(vsv_folds::table.find((&self.partner, digest, importer))).set(seen).execute(cx.conn)?;
        Ok(())
    }
}

/// The last day of the school year that today belongs to.
fn school_year_ends(cx: &Cx<'_>) -> NaiveDate {
    dutch_day(terms::end(&cx.house.terms, TermKind::SchoolYear, cx.now) - TimeDelta::seconds(1))
}

/// Throws away what folds for a school year that is over; says how many persons were folded.
pub(crate) fn forget_folds(cx: &mut Cx<'_>) -> DbResult<usize> {
    let over = vsv_fold_keys::table.filter(vsv_fold_keys::until_on.lt(dutch_day(cx.now))).select(vsv_fold_keys::partner_id);
    let partners: Vec<String> = over.load(cx.conn)?;
    forget(cx, &partners)
}

fn forget(cx: &mut Cx<'_>, partners: &[String]) -> DbResult<usize> {
    let folded = delete(vsv_folds::table.filter(vsv_folds::partner_id.eq_any(partners))).execute(cx.conn)?;
    delete(vsv_fold_keys::table.filter(vsv_fold_keys::partner_id.eq_any(partners))).execute(cx.conn)?;
    Ok(folded)
}

/// Forgets a case that ended long ago, and by what the monthly files told of it.
pub(crate) fn forget_case(cx: &mut Cx<'_>, id: Uuid) -> DbResult<()> {
    let case = cases::table.find(id.to_string());
    let learner: String = case.clone().select(cases::learner_id).first(cx.conn).optional()?.ok_or_else(DbError::not_found)?;
    let learner = Learner::lock(cx, &learner)?;
    delete(vsv_folds::table.filter(vsv_folds::case_id.eq(id.to_string()))).execute(cx.conn)?;
    if delete(case.filter(cases::ended_at.is_not_null())).execute(cx.conn)? == 0 {
        return Err(DbError::refused(ProblemKind::Conflict, "This case was reported again."));
    }
    learner.raise_grounds(cx)
}

/// Ends the cases of a learner who is being erased, and forgets by what the monthly files told of them.
pub(crate) fn forget_learner(cx: &mut Cx<'_>, learner: &str) -> DbResult<()> {
    let of_learner = cases::table.filter(cases::learner_id.eq(learner));
    let ids: Vec<String> = of_learner.select(cases::id).load(cx.conn)?;
    delete(vsv_folds::table.filter(vsv_folds::case_id.eq_any(ids))).execute(cx.conn)?;
    let over = (cases::status.eq(CaseStatus::Ended.code()), cases::ended_at.eq(cx.at()));
    update(of_learner.filter(cases::ended_at.is_null())).set(over).execute(cx.conn)?;
    Ok(())
}
