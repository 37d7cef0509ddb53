//! How tables hang together: found in the facts themselves, so that a table added later is held against all others by itself.

use super::Table;

/// In which column of each table a fact is counted.
pub(in super::super) type Places = Vec<Option<usize>>;

/// A column, by table and place.
pub(super) type At = (usize, usize);

/// How many facts it takes to believe that it is always so.
const EVIDENCE: u32 = 30;

/// What the facts say of the tables.
pub(super) struct Hang {
    /// For every table, the first that counts the same facts.
    pub(super) population: Vec<usize>,
    /// Tables whose every fact is also counted in another.
    pub(super) within: Vec<(usize, usize)>,
    /// Columns whose every fact is also counted in a column of another table.
    pub(super) implied: Vec<(At, At)>,
}

impl Hang {
    /// Looks at facts, and at how often they are counted in two columns at once.
    pub(super) fn of(tables: &[Table], facts: &[Places]) -> Self {
        let first: Vec<usize> = tables.iter().scan(0, |next, table| Some(std::mem::replace(next, *next + table.columns.len()))).collect();
        let width = tables.iter().map(|table| table.columns.len()).sum();
        let (mut both, mut counted) = (vec![vec![0u32; width]; width], vec![vec![0u32; tables.len()]; tables.len()]);
        for places in facts {
            let there: Vec<At> = places.iter().enumerate().filter_map(|(table, place)| Some((table, (*place)?))).collect();
            for (table, column) in &there {
                for (other, place) in &there {
                    both[first[*table] + column][first[*other] + place] += 1;
                    counted[*table][*other] += 1;
                }
            }
        }
        let includes = |one: usize, other: usize| one == other || (counted[one][one] > 0 && counted[one][other] == counted[one][one]);
        let pairs =
            || (0..tables.len()).flat_map(|one| (0..tables.len()).map(move |other| (one, other))).filter(|(one, other)| one != other);
        let columns = |(one, other): (usize, usize)| {
            (0..tables[one].columns.len()).flat_map(move |a| (0..tables[other].columns.len()).map(move |b| ((one, a), (other, b))))
        };
        let always = |(a, b): &(At, At)| {
            let (a, b) = (first[a.0] + a.1, first[b.0] + b.1);
            both[a][a] >= EVIDENCE && both[a][b] == both[a][a]
        };
        Self {
            population: (0..tables.len())
                .map(|table| (0..=table).find(|&other| includes(table, other) && includes(other, table)).unwrap_or(table))
                .collect(),
            within: pairs().filter(|&(one, other)| includes(one, other)).collect(),
            implied: pairs().flat_map(columns).filter(always).collect(),
        }
    }
}
