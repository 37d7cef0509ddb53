//! What a release was made from, sealed: the next release of the year is held against it, and nothing else is done with it.

use std::collections::BTreeMap;

use estafette_contract::report::{Cell, Counts, Earlier, Guarded};
use serde::{Deserialize, Serialize};

use crate::{DbResult, Fault, Key, Keyring, keys::Purpose};

/// A table before anything was hidden, and what was.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct TableBasis {
    rows: Vec<(String, Vec<Cell>)>,
    guarded: Option<Guarded>,
}

/// Every table by its code, and which partner each number in it means.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Basis {
    pub(super) partners: Vec<String>,
    pub(super) tables: BTreeMap<String, TableBasis>,
}

/// The tables of the release before, with partners numbered as they are now.
#[derive(Debug, Clone, Default)]
pub(super) struct Before(BTreeMap<String, (Counts, Option<Guarded>)>);

impl Before {
    /// A table as it was.
    pub(super) fn of(&self, code: &str) -> Option<Earlier<'_>> {
        self.0.get(code).map(|(counts, guarded)| Earlier { counts, guarded: guarded.as_ref() })
    }
}

impl Basis {
    /// Adds a table.
    pub(super) fn add(&mut self, code: &str, counts: &Counts, guarded: Option<&Guarded>) {
        self.tables.insert(code.to_owned(), TableBasis { rows: counts.rows.clone(), guarded: guarded.cloned() });
    }

    pub(super) fn seal(&self, keys: &Keyring, number: i64) -> DbResult<Vec<u8>> {
        let plain = serde_json::to_vec(self).map_err(|_| Fault::Stored("what a release was made from"))?;
        Ok(key(keys)?.seal(&place(number), &plain)?)
    }

    pub(super) fn open(keys: &Keyring, number: i64, sealed: &[u8]) -> DbResult<Self> {
        let plain = key(keys)?.open(&place(number), sealed)?;
        Ok(serde_json::from_slice(&plain).map_err(|_| Fault::Stored("what a release was made from"))?)
    }

    /// The same with partners by their place in another list; who is not in it any more is nobody in particular.
    pub(super) fn renumbered(self, partners: &[String]) -> Before {
        let place = |then: u32| self.partners.get(then as usize).and_then(|id| partners.iter().position(|now| now == id));
        let renumber = |cell: &Cell| Cell {
            all: cell.all,
            of: cell.of.iter().filter_map(|(partner, count)| Some((u32::try_from(place(*partner)?).ok()?, *count))).collect(),
        };
        let counts = |table: &TableBasis| Counts {
            rows: table.rows.iter().map(|(code, cells)| (code.clone(), cells.iter().map(renumber).collect())).collect(),
        };
        Before(self.tables.iter().map(|(code, table)| (code.clone(), (counts(table), table.guarded.clone()))).collect())
    }
}

fn key(keys: &Keyring) -> Result<Key, Fault> {
    Key::from_slice(&keys.digest(Purpose::Release, &[]))
}

fn place(number: i64) -> String {
    format!("report_releases.basis|{number}")
}
