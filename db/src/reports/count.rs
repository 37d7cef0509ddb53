//! Counting a release: outside any transaction that writes, because it reads all facts of the year.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use estafette_contract::{
    SchoolYear, Terms,
    report::{
        Compared, Counts, Guarded, LedgerRefusal, NewRelease, ReportTable, Table, USUAL_THRESHOLD, Way, admit, protect, publish, tables,
        tally,
    },
};

use super::basis::{Basis, Before};
use crate::{DbResult, Fault, Keyring, Store, dutch_day, facts, schema::report_releases as r, store::Conn};

/// A release that is counted and guarded, and not yet made.
#[derive(Debug, Clone)]
pub struct Counted {
    pub(super) school_year: SchoolYear,
    pub(super) region: u8,
    pub(super) counted_on: NaiveDate,
    pub(super) threshold: u32,
    /// The number of the last release there was.
    pub(super) last: i64,
    pub(super) tables: Vec<ReportTable>,
    /// What each partner sees of its own.
    pub(super) own: Vec<(String, Vec<ReportTable>)>,
    pub(super) basis: Basis,
    /// Why the ledger does not let it out.
    pub(super) refused: Option<LedgerRefusal>,
}

impl Store {
    /// Counts what a release would publish, and guards it; nothing is kept of it yet.
    ///
    /// # Errors
    /// A fault on our side.
    pub async fn count_release(&self, new: &NewRelease) -> DbResult<Counted> {
        let (new, now, terms, keys) = (new.clone(), self.clock().now(), self.terms().clone(), self.keys().clone());
        let manager = self.manager();
        // A connection of its own: it reads long, and nobody else should wait for one meanwhile.
        let counting = move || count(&mut manager.onlooker().map_err(Fault::Connect)?, &new, now, &terms, &keys);
        tokio::task::spawn_blocking(counting).await.map_err(|_| Fault::GroupLost)?
    }
}

fn count(conn: &mut Conn, new: &NewRelease, now: DateTime<Utc>, terms: &Terms, keys: &Keyring) -> DbResult<Counted> {
    let mut year = facts::year(conn, new.school_year.as_str(), terms.region, terms, now.naive_utc())?;
    let last: Option<i64> = r::table.select(diesel::dsl::max(r::number)).first(conn)?;
    let (earlier_threshold, before) = before(conn, new, terms.region, keys, &year.partners)?;
    let threshold = new.threshold.unwrap_or(earlier_threshold.max(USUAL_THRESHOLD));
    let counts = tally(&mut year.facts, tables());
    let guarded: Vec<Option<Guarded>> =
        tables().iter().zip(&counts).map(|(table, counts)| protect(counts, table, threshold, before.of(&table.code))).collect();
    let refused = refusal(threshold, earlier_threshold, &counts, &guarded, &before);
    let mut basis = Basis { partners: year.partners.clone(), ..Basis::default() };
    for ((table, counts), guarded) in tables().iter().zip(&counts).zip(&guarded) {
        basis.add(&table.code, counts, guarded.as_ref());
    }
    let published = |(table, (counts, guarded)): (&Table, (&Counts, &Option<Guarded>))| shown(table, counts, guarded.as_ref(), terms);
    Ok(Counted {
        school_year: new.school_year.clone(),
        region: terms.region,
        counted_on: dutch_day(now),
        threshold,
        last: last.unwrap_or(0),
        tables: tables().iter().zip(counts.iter().zip(&guarded)).map(published).collect(),
        own: own(&counts, &year.partners, threshold, terms),
        basis,
        refused,
    })
}

fn shown(table: &Table, counts: &Counts, guarded: Option<&Guarded>, terms: &Terms) -> ReportTable {
    publish(table, counts, guarded, table.term.map(|term| terms.count(term)), Way::labels)
}

/// The threshold and the tables of the last release of the same year.
fn before(conn: &mut Conn, new: &NewRelease, region: u8, keys: &Keyring, partners: &[String]) -> DbResult<(u32, Before)> {
    let of_year = r::table.filter(r::school_year.eq(new.school_year.as_str())).filter(r::region.eq(i64::from(region)));
    let found: Option<(i64, i64, Vec<u8>)> =
        of_year.order(r::number.desc()).select((r::number, r::threshold, r::basis)).first(conn).optional()?;
    match found {
        Some((number, threshold, sealed)) => {
            let basis = Basis::open(keys, number, &sealed)?;
            Ok((u32::try_from(threshold).unwrap_or(0), basis.renumbered(partners)))
        }
        None => Ok((0, Before::default())),
    }
}

fn refusal(threshold: u32, earlier: u32, counts: &[Counts], guarded: &[Option<Guarded>], before: &Before) -> Option<LedgerRefusal> {
    let compared = tables().iter().zip(counts.iter().zip(guarded)).filter_map(|(table, (counts, guarded))| {
        before.of(&table.code).map(|earlier| Compared { code: &table.code, counts, guarded: guarded.as_ref(), earlier })
    });
    admit(threshold, earlier, &compared.collect::<Vec<_>>()).err()
}

/// What each partner sees of its own, guarded in the same way; those with nothing to see have nothing.
fn own(counts: &[Counts], partners: &[String], threshold: u32, terms: &Terms) -> Vec<(String, Vec<ReportTable>)> {
    let of = |partner: u32| {
        let tables = tables().iter().zip(counts).map(|(table, counts)| {
            let own = counts.own(partner);
            shown(table, &own, protect(&own, table, threshold, None).as_ref(), terms)
        });
        tables.filter(|table| !table.rows.is_empty()).collect::<Vec<_>>()
    };
    (0u32..).zip(partners).map(|(at, id)| (id.clone(), of(at))).filter(|(_, tables)| !tables.is_empty()).collect()
}
