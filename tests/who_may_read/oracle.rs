//! The rules of who may read, written down a second time: from the table of the domain, by hand, with logic of its own.

use std::collections::BTreeSet;

/// Section by section: vmbo, pro, vso → mbo | mbo→mbo | mbo→hbo | →employer, →training company | school→doorstroompunt |
/// school→uwv, gemeente, werkcentrum | work→learning | internal line.
const GROUNDS: &str = "
    identity_contact        | task | task | consent | consent | task | consent | consent | task
    education_history       | task | task | consent | consent | task | consent | consent | task
    learning_results        | task | task | consent | forbidden | forbidden | consent | consent | task
    work_experience         | task | task | consent | self | consent | consent | consent | task
    social_emotional        | task + written necessity | task + necessity | consent | forbidden | consent | consent | forbidden | task + necessity
    support_needs           | task | task | consent | forbidden | consent | consent | consent | task
    workplace_needs         | forbidden | forbidden | forbidden | self | consent | consent | consent | forbidden
    absence_history         | task | task | forbidden | forbidden | task | forbidden | forbidden | task
    health                  | explicit | explicit | explicit | forbidden, always | explicit | explicit | explicit | explicit
    career_profile          | consent | consent | consent | self | consent | consent | consent | consent
    competency_reflections  | consent | consent | consent | self (own text only) | consent | consent | consent | consent
    plan                    | task | task | consent | forbidden | consent | consent | consent | task
    home_situation          | forbidden | forbidden | forbidden | forbidden | explicit | explicit | forbidden | forbidden
    criminal                | forbidden | forbidden | forbidden | forbidden | forbidden | forbidden | forbidden | forbidden
";

/// Which transition, received by whom, stands in which column.
const WAYS: &[(&str, &str, usize)] = &[
    ("vmbo_mbo", "mbo_college", 1),
    ("vso_pro_mbo", "mbo_college", 1),
    ("mbo_mbo", "mbo_college", 2),
    ("mbo_hbo", "hbo", 3),
    ("mbo_employer", "employer", 4),
    ("mbo_employer", "training_company", 4),
    ("learning_work_bbl", "training_company", 4),
    ("school_doorstroompunt", "doorstroompunt", 5),
    ("school_uwv", "uwv", 6),
    ("school_gemeente", "gemeente", 6),
    ("school_werkcentrum", "werkcentrum", 6),
    ("work_learning", "mbo_college", 7),
    ("internal_line", "vmbo_school", 8),
    ("internal_line", "pro_school", 8),
    ("internal_line", "vso_school", 8),
    ("internal_line", "mbo_college", 8),
    ("internal_line", "hbo", 8),
];

/// What sender and receiver read in each status.
const READINGS: &str = "
    draft                  | full     | –
    in_review              | full     | –
    ready                  | full     | –
    offered                | full     | announcement
    accepted               | full     | announcement
    declined               | full     | –
    expired                | full     | –
    in_transfer            | full     | granted
    taken_over             | full     | granted
    closed                 | skeleton | –
    withdrawn              | full     | –
    cancellation_requested | full     | granted
    placed_elsewhere       | full     | –
    on_hold                | full     | –
";

/// One cell of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// `task`, `consent`, `explicit`, `self` or `forbidden`.
    pub ground: &'static str,
    /// Whether necessity has to be written.
    pub necessity: bool,
    /// Whether only the learner's own text goes along.
    pub own_text_only: bool,
}

/// Whether a receiver of this kind can be reached by this transition at all.
pub fn leads_to(transition: &str, receiver: &str) -> bool {
    WAYS.iter().any(|way| (way.0, way.1) == (transition, receiver))
}

/// Whether receivers of this kind get a profile for work, and no record.
pub fn gets_a_profile(receiver: &str) -> bool {
    ["employer", "training_company"].contains(&receiver)
}

/// The cell for a section; whatever is not in the table is forbidden.
pub fn cell(transition: &str, receiver: &str, section: &str) -> Cell {
    let column = WAYS.iter().find(|way| (way.0, way.1) == (transition, receiver)).map(|way| way.2);
    let text = column.map_or("forbidden", |column| in_table(GROUNDS, section, column));
    Cell {
        ground: text.split([' ', ',']).next().unwrap_or_default(),
        necessity: text.contains("necessity"),
        own_text_only: text.contains("own text only"),
    }
}

/// What sender or receiver reads in this status.
pub fn reading(status: &str, is_sender: bool) -> &'static str {
    in_table(READINGS, status, if is_sender { 1 } else { 2 })
}

fn in_table(table: &'static str, row: &str, column: usize) -> &'static str {
    let line = table.lines().find(|line| line.split('|').next().is_some_and(|name| name.trim() == row));
    line.and_then(|line| line.split('|').nth(column)).unwrap_or_else(|| panic!("{row} is in the table")).trim()
}

/// A partner that wants to read a section.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'a> {
    /// `sender`, `receiver` or `none`.
    pub relation: &'a str,
    /// Where the handover stands.
    pub status: &'a str,
    /// By which transition.
    pub transition: &'a str,
    /// Which section.
    pub section: &'a str,
    /// What the table says of it.
    pub cell: Cell,
    /// Whether consent stands: `live`, `to be confirmed`, `refused` or `missing`.
    pub consent: &'a str,
    /// The scopes of the partner's token.
    pub scopes: &'a [&'a str],
    /// Whether the thirty days after takeover are still running.
    pub in_time: bool,
    /// Whether the learner objects, and no compelling reason was written.
    pub objected: bool,
    /// Whether the learner had it lie still.
    pub restricted: bool,
}

/// On which ground it may be read; or every reason why not, any of which may be told.
pub fn judge(wish: &Wish<'_>) -> Result<&'static str, BTreeSet<&'static str>> {
    let for_this = format!("sections:read:{}", wish.transition);
    let granted = wish.scopes.iter().any(|scope| *scope == "sections:read" || *scope == for_this);
    let health_granted = wish.section != "health" || wish.scopes.contains(&"sections.health:read");
    let is_receiver = wish.relation == "receiver";
    let reading = if wish.relation == "none" { "–" } else { reading(wish.status, wish.relation == "sender") };
    let needs_statement = matches!(wish.cell.ground, "consent" | "explicit" | "self");
    let reasons = [
        (wish.relation == "none", "no_party"),
        (!granted, "no_grant"),
        (!health_granted, "no_health_grant"),
        (reading != if is_receiver { "granted" } else { "full" }, "not_in_this_status"),
        (is_receiver && !wish.in_time, "window_over"),
        (is_receiver && wish.cell.ground == "forbidden", "matrix_forbids"),
        (is_receiver && wish.objected, "objected"),
        (is_receiver && wish.restricted, "restricted"),
        (is_receiver && needs_statement && wish.consent == "to be confirmed", "needs_confirmation"),
        (is_receiver && needs_statement && matches!(wish.consent, "refused" | "missing"), "no_live_consent"),
    ];
    let reasons: BTreeSet<&str> = reasons.into_iter().filter(|(holds, _)| *holds).map(|(_, reason)| reason).collect();
    match wish.cell.ground {
        _ if !reasons.is_empty() => Err(reasons),
        _ if !is_receiver => Ok("own_record"),
        "task" => Ok("on_legal_task"),
        "self" => Ok("on_own_release"),
        _ => Ok("on_consent"),
    }
}
