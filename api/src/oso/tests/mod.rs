//! What becomes of dossiers: invented, hostile and, where they are at hand, real ones.

mod hostile;
mod mapping;
mod privacy;
mod real;

use chrono::NaiveDate;
use estafette_contract::{ImportFate, Section, SectionContent, Transition};

use super::{ImportOptions, OsoDraft, OsoFault, read};

const VOMBO: &str = include_str!("../fixtures/vombo.xml");

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 4, 1).unwrap_or_default()
}

fn fault(xml: &str) -> OsoFault {
    match read(xml.as_bytes(), &ImportOptions::default(), today()) {
        Ok(_) => panic!("this dossier should be refused"),
        Err(fault) => fault,
    }
}

fn draft_with(xml: &str, options: &ImportOptions) -> OsoDraft {
    read(xml.as_bytes(), options, today()).unwrap_or_else(|fault| panic!("{fault}"))
}

fn draft(xml: &str) -> OsoDraft {
    draft_with(xml, &ImportOptions::default())
}

/// The fixture with one thing changed.
fn vombo(from: &str, to: &str) -> String {
    assert!(VOMBO.contains(from), "the fixture has no {from}");
    VOMBO.replacen(from, to, 1)
}

fn with_health() -> ImportOptions {
    ImportOptions { with_health: true, ..ImportOptions::default() }
}

fn as_transition(transition: Transition) -> ImportOptions {
    ImportOptions { transition: Some(transition), ..ImportOptions::default() }
}

fn has(draft: &OsoDraft, part: &str, fate: ImportFate) -> bool {
    draft.lines.iter().any(|line| line.part == part && line.fate == fate)
}

fn content(draft: &OsoDraft, section: Section) -> Option<&SectionContent> {
    draft.sections.iter().find(|content| content.section() == section)
}

fn json(draft: &OsoDraft, section: Section) -> serde_json::Value {
    content(draft, section).map_or(serde_json::Value::Null, |content| serde_json::to_value(content).unwrap_or_default())
}

/// Everything a draft says, lines included.
fn everything(draft: &OsoDraft) -> String {
    let wire = (&draft.sections, &draft.lines, &draft.representatives);
    format!("{draft:?}{}", serde_json::to_string(&wire).unwrap_or_default())
}
