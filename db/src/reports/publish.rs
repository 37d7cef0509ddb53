//! Making a release: numbered, signed with the keys of the log, and never changed again.

use diesel::{insert_into, prelude::*};
use estafette_contract::{
    Act, ObjectKind, ProblemKind,
    report::{LEAST_THRESHOLD, NewRelease, ROUNDED_TO, ReleaseDocument, ReleaseHead, ReleaseMade},
    scope::ReportsRelease,
    tlog::{Note, canonical_json},
};
use openssl::sha::sha256;

use super::Counted;
use crate::{
    Action, DbError, DbResult, Fault, Store, Viewer,
    partners::operator,
    schema::{audit_shards, report_own, report_releases as r},
    store::{Cx, Tx, lock_house, new_id},
};

/// Makes the release that was counted, unless another was made meanwhile or the ledger refuses it.
///
/// # Errors
/// What stands in its way.
pub fn release(tx: &mut Tx<'_, ReportsRelease>, new: &NewRelease, counted: Option<&Counted>) -> DbResult<ReleaseMade> {
    operator(&tx.cx)?;
    check_threshold(new)?;
    make(&mut tx.cx, counted.ok_or(Fault::Stored("a release that was counted"))?)
}

fn check_threshold(new: &NewRelease) -> DbResult<()> {
    match new.threshold {
        Some(threshold) if !(LEAST_THRESHOLD..=100).contains(&threshold) => {
            Err(DbError::field("/threshold", "out-of-range", "Give a number from 5 to 100, or leave it out."))
        }
        _ => Ok(()),
    }
}

/// The same, whoever asked for it.
pub(super) fn make(cx: &mut Cx<'_>, counted: &Counted) -> DbResult<ReleaseMade> {
    lock_house(cx.conn)?;
    let last: Option<i64> = r::table.select(diesel::dsl::max(r::number)).first(cx.conn)?;
    if last.unwrap_or(0) != counted.last {
        return Err(DbError::refused(ProblemKind::Conflict, "Another release was made meanwhile; ask again."));
    }
    if let Some(refused) = &counted.refused {
        return Err(DbError::refused(ProblemKind::Conflict, format!("The ledger of releases refuses it: {refused}.")));
    }
    let (id, number) = (new_id(), counted.last + 1);
    let document = canonical_json(&document(counted, number)).map_err(|_| Fault::Stored("a release"))?;
    let digest = hex(&sha256(document.as_bytes()));
    let row = (
        r::number.eq(number),
        r::id.eq(id.to_string()),
        r::region.eq(i64::from(counted.region)),
        r::school_year.eq(counted.school_year.as_str()),
        r::counted_on.eq(counted.counted_on),
        r::threshold.eq(i64::from(counted.threshold)),
        r::document.eq(&document),
        r::sha256.eq(&digest),
        r::note.eq(sign(cx, number, &digest)?),
        r::basis.eq(counted.basis.seal(&cx.house.keys, number)?),
        r::made_by.eq(cx.partner()),
        r::made_at.eq(cx.at()),
    );
    insert_into(r::table).values(row).execute(cx.conn)?;
    keep_own(cx, number, counted)?;
    cx.notes.object = Some(id);
    Ok(ReleaseMade { id, number })
}

fn document(counted: &Counted, number: i64) -> ReleaseDocument {
    let release = ReleaseHead {
        number,
        region: counted.region,
        school_year: counted.school_year.clone(),
        counted_on: counted.counted_on,
        threshold: counted.threshold,
        rounded_to: ROUNDED_TO,
    };
    ReleaseDocument { release, tables: counted.tables.clone() }
}

/// A signed note in the name of the log, whose second line can never be read as the size of a tree.
fn sign(cx: &mut Cx<'_>, number: i64, digest: &str) -> DbResult<String> {
    let newest = audit_shards::table.order(audit_shards::shard.desc()).select(audit_shards::origin);
    let origin: Option<String> = newest.first(cx.conn).optional()?;
    let origin = origin.unwrap_or_else(|| "estafette".to_owned());
    let signers = cx.house.keys.log().signers(&origin)?;
    let text = format!("{origin}/reports\nrelease {number}\nsha256 {digest}\n");
    Ok(Note::sign(&text, &signers).map_err(|_| Fault::Crypto("a release cannot be signed"))?)
}

fn keep_own(cx: &mut Cx<'_>, number: i64, counted: &Counted) -> DbResult<()> {
    for (partner, tables) in &counted.own {
        let document = serde_json::to_string(tables).map_err(|_| Fault::Stored("a partner's own report"))?;
        let row = (report_own::number.eq(number), report_own::partner_id.eq(partner), report_own::document.eq(document));
        insert_into(report_own::table).values(row).execute(cx.conn)?;
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Store {
    /// Makes a release in the name of the house itself.
    ///
    /// # Errors
    /// What stands in its way.
    pub async fn release_by_house(&self, new: &NewRelease) -> DbResult<ReleaseMade> {
        let counted = self.count_release(new).await?;
        let action = Action::all(Act::ReportRelease, ObjectKind::Report);
        self.write(Viewer::house(), action, move |tx| make(&mut tx.cx, &counted)).await
    }
}
