//! Counting: each learner once in each row of a table, whoever of the partners took part in it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Fact, Table, Way};

/// A cell as it is before anything is protected: how many learners, and how many of them each partner has to do with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// How many learners.
    #[serde(rename = "n")]
    pub all: u32,
    /// How many of them are known to each partner.
    #[serde(rename = "p", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub of: BTreeMap<u32, u32>,
}

impl Cell {
    /// How many are known to a partner; none of them to nobody in particular.
    #[must_use]
    pub fn known_to(&self, partner: Option<u32>) -> u32 {
        partner.and_then(|partner| self.of.get(&partner)).copied().unwrap_or(0)
    }

    fn count(&mut self, fact: &Fact) {
        self.all += 1;
        *self.of.entry(fact.sender).or_default() += 1;
        if fact.receiver != fact.sender {
            *self.of.entry(fact.receiver).or_default() += 1;
        }
    }

    /// Two cells as one.
    pub(super) fn add(&mut self, other: &Self) {
        self.all += other.all;
        for (partner, count) in &other.of {
            *self.of.entry(*partner).or_default() += count;
        }
    }
}

/// A table counted to the finest: a row for every way, a cell for every column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// The rows, in order.
    pub rows: Vec<(String, Vec<Cell>)>,
}

impl Counts {
    /// What one partner alone has to do with.
    #[must_use]
    pub fn own(&self, partner: u32) -> Self {
        let own = |cell: &Cell| Cell { all: cell.known_to(Some(partner)), of: BTreeMap::new() };
        let rows = self.rows.iter().map(|(code, cells)| (code.clone(), cells.iter().map(own).collect::<Vec<_>>()));
        Self { rows: rows.filter(|(_, cells)| cells.iter().any(|cell| cell.all > 0)).collect() }
    }

    /// The partners that have to do with any of it.
    #[must_use]
    pub fn partners(&self) -> Vec<u32> {
        let cells = self.rows.iter().flat_map(|(_, cells)| cells);
        let mut partners: Vec<u32> = cells.flat_map(|cell| cell.of.keys().copied()).collect();
        partners.sort_unstable();
        partners.dedup();
        partners
    }
}

/// Counts the facts in every table. They are put in order for that: by way, by learner, and the furthest and latest first.
pub fn tally(facts: &mut [Fact], tables: &[Table]) -> Vec<Counts> {
    facts.sort_unstable_by(|a, b| (a.way, a.learner, b.stage, b.began).cmp(&(b.way, b.learner, a.stage, a.began)));
    let mut counted: Vec<BTreeMap<Way, Vec<Cell>>> = vec![BTreeMap::new(); tables.len()];
    for learner in facts.chunk_by(|a, b| (a.way, a.learner) == (b.way, b.learner)) {
        for (table, rows) in tables.iter().zip(&mut counted) {
            // Of several handovers the first that is counted here stands for the learner.
            let found = learner.iter().find_map(|fact| table.column_of(fact).map(|column| (fact, column)));
            if let Some((fact, column)) = found {
                rows.entry(fact.way).or_insert_with(|| vec![Cell::default(); table.columns.len()])[column].count(fact);
            }
        }
    }
    let named = |rows: BTreeMap<Way, Vec<Cell>>| Counts { rows: rows.into_iter().map(|(way, cells)| (way.code(), cells)).collect() };
    counted.into_iter().map(named).collect()
}
