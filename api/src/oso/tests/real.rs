//! The real dossiers, where they are at hand.

use std::path::{Path, PathBuf};

use estafette_contract::CodeList;

use super::*;

/// The folder with real dossiers: `ESTAFETTE_REAL_INPUT`, or `shared/real-input/oso` beside the checkout.
fn folder() -> Option<PathBuf> {
    let named = std::env::var_os("ESTAFETTE_REAL_INPUT").map(PathBuf::from);
    let named = named.map(|folder| if folder.join("oso").is_dir() { folder.join("oso") } else { folder });
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|above| above.join("shared/real-input/oso")).find(|p| p.is_dir());
    named.or_else(beside)
}

fn dossier(name: &str) -> Option<String> {
    let found = folder().and_then(|folder| std::fs::read_to_string(folder.join(name)).ok());
    if found.is_none() {
        eprintln!("skipped: {name} is not at hand");
    }
    found
}

#[test]
fn the_full_vovo_dossier_becomes_a_draft_when_the_sender_says_so() {
    let Some(xml) = dossier("Voorbeelddossier_OV_VOVO_full.xml") else { return };
    assert_eq!(fault(&xml), OsoFault::TransitionNeeded);
    let draft = draft_with(&xml, &as_transition(Transition::VmboMbo));
    for line in &draft.lines {
        eprintln!("{:<80} {:<12} {:<24} {}", line.part, line.fate, line.section.map_or("", Section::code), line.detail);
    }
    let sections: Vec<&str> = draft.sections.iter().map(|content| content.section().code()).collect();
    let expected = [
        "identity_contact",
        "education_history",
        "learning_results",
        "work_experience",
        "support_needs",
        "absence_history",
        "competency_reflections",
        "plan",
    ];
    assert_eq!(sections, expected);
    assert_eq!(json(&draft, Section::SupportNeeds)["statement"], "needs_described");
    let unknown: Vec<_> = draft.lines.iter().filter(|line| line.detail.starts_with("Holds elements")).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    let all = everything(&draft_with(&xml, &ImportOptions { with_health: true, ..as_transition(Transition::VmboMbo) }));
    for number in ["bsn", "iban", "leerlingid", "tlvbeschikkingsnummer", "arrangement_beschikkingsnr", "lwoo_beschikkingsnummer"] {
        let number = xml.split(&format!("<{number}>")).nth(1).and_then(|rest| rest.split('<').next()).unwrap_or_default();
        assert!(!number.is_empty() && !all.contains(number));
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        assert!(!all.contains(&digits[digits.len().saturating_sub(10)..]));
    }
}

#[test]
fn the_dossier_between_primary_schools_is_refused() {
    let Some(xml) = dossier("Voorbeelddossier_OV_BB_opt_out.xml") else { return };
    assert_eq!(fault(&xml), OsoFault::OtherKind);
    assert_eq!(read(xml.as_bytes(), &as_transition(Transition::VmboMbo), today()), Err(OsoFault::OtherKind));
}
