//! The cube: every table there is, with its columns and who is counted in it. Fixed, so that nobody can ask a question of their own.
//!
//! Two rules keep tables from giving one another away. What a cell counts is never what a whole row of another table counts, and never what
//! some cells of another table add up to; so tables share nothing but what is published of both. Every learner of a row is in exactly one cell.

mod content;
mod days;

use std::sync::LazyLock;

pub use days::BANDS;

use super::{Fact, ReportName};
use crate::{CodeList, LearningPath, Leerweg, ProgrammeLevel, Sector, Term, TermKind};

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its code.
    pub code: String,
    /// What a Dutch reader sees.
    pub nl: String,
    /// What an English reader sees.
    pub en: String,
    /// Whether that nobody, or everybody, is in it says something of each of them.
    pub sensitive: bool,
    /// Whether a learner once counted in it stays there, so that it only grows within a year.
    pub grows: bool,
    /// The first and last day of a band of days; a band without end has no last.
    pub days: Option<(u32, Option<u32>)>,
}

type Holds = Box<dyn Fn(&Fact) -> bool + Send + Sync>;
type Place = Box<dyn Fn(&Fact) -> Option<usize> + Send + Sync>;

/// A table: who is counted, and in which column.
pub struct Table {
    /// The report it belongs to.
    pub report: ReportName,
    /// Its code.
    pub code: String,
    /// Its Dutch title.
    pub nl: String,
    /// Its English title.
    pub en: String,
    /// The columns, in order.
    pub columns: Vec<Column>,
    /// Whether neighbouring columns belong together more than others do, as bands of days do.
    pub ordered: bool,
    /// Whether everybody knows of some cells that nobody can be in them: no one goes to hbo at level MBO-2.
    pub known_zeros: bool,
    /// The term it is held against; without one, that is the 44 days of the national digital dossier.
    pub term: Option<TermKind>,
    counts: Holds,
    place: Place,
}

impl Table {
    /// The column a fact is counted in; none when it is not counted here.
    #[must_use]
    pub fn column_of(&self, fact: &Fact) -> Option<usize> {
        if !(self.counts)(fact) {
            return None;
        }
        (self.place)(fact)
    }
}

impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Table({})", self.code)
    }
}

/// Every table, in the order reports show them.
#[must_use]
pub fn tables() -> &'static [Table] {
    static TABLES: LazyLock<Vec<Table>> = LazyLock::new(fresh);
    &TABLES
}

pub(super) fn fresh() -> Vec<Table> {
    let mut all = flows();
    all.extend(days::lead_times());
    all.extend(days::stuck());
    all.extend(content::content());
    all.extend(content::quality());
    all.extend(content::ends());
    all
}

fn table(report: ReportName, code: &str, title: (&str, &str), columns: Vec<Column>, counts: Holds, place: Place) -> Table {
    let (nl, en) = (title.0.to_owned(), title.1.to_owned());
    Table { report, code: code.into(), nl, en, columns, ordered: false, known_zeros: false, term: None, counts, place }
}

fn column(term: Term, sensitive: bool) -> Column {
    Column { sensitive, ..plain(term.code, term.nl, term.en) }
}

fn plain(code: &str, nl: &str, en: &str) -> Column {
    Column { code: code.into(), nl: nl.into(), en: en.into(), sensitive: false, grows: false, days: None }
}

/// The codes of a list as columns.
fn codes<L: CodeList>() -> Vec<Column> {
    L::ALL.iter().map(|code| column(code.term(), false)).collect()
}

/// The same, with one more for who has none of them.
fn codes_or<L: CodeList>(code: &str, nl: &str, en: &str) -> Vec<Column> {
    codes::<L>().into_iter().chain([plain(code, nl, en)]).collect()
}

fn sensitive(columns: Vec<Column>, these: &[&str]) -> Vec<Column> {
    columns.into_iter().map(|column| Column { sensitive: these.contains(&column.code.as_str()), ..column }).collect()
}

/// The same columns, of which all but these only grow.
fn growing(columns: Vec<Column>, but: &[&str]) -> Vec<Column> {
    columns.into_iter().map(|column| Column { grows: !but.contains(&column.code.as_str()), ..column }).collect()
}

fn place<L: CodeList + PartialEq>(code: Option<L>) -> Option<usize> {
    code.and_then(|code| L::ALL.iter().position(|one| *one == code))
}

fn place_or<L: CodeList + PartialEq>(code: Option<L>) -> Option<usize> {
    Some(place(code).unwrap_or(L::ALL.len()))
}

fn flows() -> Vec<Table> {
    let (code, nl, en) = ("unknown", "niet opgegeven", "not given");
    vec![
        flow(
            "flows_level",
            ("Waarheen, naar niveau", "Where to, by level"),
            codes_or::<ProgrammeLevel>(code, nl, en),
            Box::new(|f| place_or(f.level)),
        ),
        flow(
            "flows_sector",
            ("Waarheen, naar sector", "Where to, by sector"),
            codes_or::<Sector>(code, nl, en),
            Box::new(|f| place_or(f.sector)),
        ),
        flow(
            "flows_path",
            ("Waarheen, naar leerweg in het mbo", "Where to, by learning path"),
            codes_or::<LearningPath>(code, nl, en),
            Box::new(|f| place_or(f.path)),
        ),
        table(
            ReportName::Flows,
            "flows_leerweg",
            ("Waarvandaan, naar leerweg", "Where from, by vmbo route"),
            growing(codes::<Leerweg>(), &[]),
            Box::new(|f| f.leerweg.is_some()),
            Box::new(|f| place(f.leerweg)),
        ),
    ]
    .into_iter()
    .map(|table| Table { known_zeros: true, ..table })
    .collect()
}

/// A table in which everybody is counted.
fn flow(code: &str, title: (&str, &str), columns: Vec<Column>, place: Place) -> Table {
    table(ReportName::Flows, code, title, growing(columns, &[]), Box::new(|_| true), place)
}
