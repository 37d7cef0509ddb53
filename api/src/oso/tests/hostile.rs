//! Dossiers that are broken, of another kind, or meant to do harm.

use estafette_contract::ProblemKind;
use proptest::prelude::*;

use super::*;
use crate::oso::{MAX_BYTES, NAMESPACE};

/// A dossier with this within its learner.
fn within(inner: &str) -> String {
    vombo("<geslacht>", &format!("{inner}<geslacht>"))
}

#[test]
fn what_xml_can_do_to_a_reader_is_refused() {
    let dtd = |dtd: &str| vombo("<!-- Invented", &format!("<!DOCTYPE dossier [{dtd}]><!-- Invented"));
    let laughs = r#"<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">"#;
    assert_eq!(fault(&dtd(r#"<!ENTITY x SYSTEM "file:///etc/passwd">"#)), OsoFault::DocumentType);
    assert_eq!(fault(&dtd(laughs)), OsoFault::DocumentType);
    assert!(matches!(fault(&within("<x>&xxe;</x>")), OsoFault::Entity(_)));
    assert!(matches!(fault(&within(r#"<x a="&xxe;"/>"#)), OsoFault::Entity(_)));
    assert!(matches!(fault(&within("<?php echo 1 ?>")), OsoFault::Instruction(_)));
    assert!(matches!(fault(&within("<?xml version=\"1.0\"?>")), OsoFault::Instruction(_)));
    assert!(matches!(
        fault(&format!("<?xml-stylesheet href=\"x\"?>{}", VOMBO.replacen("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "", 1))),
        OsoFault::Instruction(_)
    ));
    assert!(matches!(fault(&within(&"<x>".repeat(70))), OsoFault::TooDeep(_)));
    assert_eq!(fault(&within(&"<x/>".repeat(200_001))), OsoFault::TooManyElements);
    let attributes: String = (0..9).map(|n| format!(" a{n}=\"\"")).collect();
    assert!(matches!(fault(&within(&format!("<x{attributes}/>"))), OsoFault::TooManyAttributes(_)));
}

#[test]
fn broken_xml_is_refused_with_its_line() {
    assert_eq!(fault(""), OsoFault::Empty);
    assert_eq!(fault(" \n "), OsoFault::Empty);
    assert_eq!(fault("hello"), OsoFault::NotWellFormed(1));
    assert_eq!(fault("{\"dossier\": 1}"), OsoFault::NotWellFormed(1));
    assert_eq!(fault("<!-- nothing -->"), OsoFault::NotADossier);
    assert!(matches!(fault(&within("<x></y>")), OsoFault::NotWellFormed(line) if line > 40));
    assert!(matches!(fault(&within("<x>&#0;</x>")), OsoFault::NotWellFormed(_)));
    assert!(matches!(fault(&within("<x>\0</x>")), OsoFault::NotWellFormed(_)));
    assert!(matches!(fault(&within("<x>a & b</x>")), OsoFault::NotWellFormed(_)));
    assert!(matches!(fault(&within("<x a=\"1\" a=\"2\"/>")), OsoFault::NotWellFormed(_)));
    assert!(matches!(fault(&within("text")), OsoFault::StrayText(_)));
    assert_eq!(fault(&format!("{VOMBO}<more/>")), OsoFault::Trailing);
    assert_eq!(fault(&format!("{VOMBO} more")), OsoFault::Trailing);
    assert_eq!(fault(&format!("{VOMBO}{VOMBO}")), OsoFault::Instruction(VOMBO.lines().count() + 1));
    for cut in (0..VOMBO.trim_end().len()).step_by(97).skip(4) {
        assert_eq!(fault(&VOMBO[..cut]), OsoFault::Truncated, "cut at {cut}");
    }
}

#[test]
fn only_utf_8_is_read() {
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(VOMBO.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let latin1 = VOMBO.as_bytes().iter().copied().chain([0xe9]).collect::<Vec<u8>>();
    for bytes in [&utf16[..], &utf16[2..], &latin1] {
        assert_eq!(read(bytes, &ImportOptions::default(), today()), Err(OsoFault::NotUtf8));
    }
    assert_eq!(fault(&vombo("UTF-8", "ISO-8859-1")), OsoFault::NotUtf8);
    assert_eq!(draft(&format!("\u{feff}{VOMBO}")), draft(VOMBO));
}

#[test]
fn another_edition_or_kind_is_refused_as_unsupported() {
    let unsupported = [
        (vombo("<overstap>VOMBO", "<overstap>POPO"), OsoFault::OtherKind),
        (vombo("<overstap>VOMBO</overstap>", ""), OsoFault::OtherKind),
        (vombo("<overstap>VOMBO", "<overstap>VOVO"), OsoFault::TransitionNeeded),
        (vombo("<standaardversie>2019.1", "<standaardversie>2017.1"), OsoFault::OtherEdition),
        (VOMBO.replace("/2019/", "/2021/"), OsoFault::OtherEdition),
    ];
    for (xml, expected) in unsupported {
        assert_eq!(fault(&xml), expected);
        assert_eq!(expected.kind(), ProblemKind::UnsupportedDossier);
    }
    let misfits = [("VOMBO", Transition::VsoProMbo), ("WECMBO", Transition::VmboMbo), ("VOVO", Transition::MboHbo)];
    for (kind, wish) in misfits {
        let xml = vombo("<overstap>VOMBO", &format!("<overstap>{kind}"));
        assert_eq!(read(xml.as_bytes(), &as_transition(wish), today()), Err(OsoFault::TransitionMisfit));
    }
    assert_eq!(draft(&vombo("<overstap>VOMBO", "<overstap>WECMBO")).transition, Transition::VsoProMbo);
    let vovo = draft_with(&vombo("<overstap>VOMBO", "<overstap>VOVO"), &as_transition(Transition::VmboMbo));
    assert!(has(&vovo, "metadata/overstap", ImportFate::NeedsHuman), "the report says that it was a VOVO");
}

#[test]
fn another_document_is_no_dossier() {
    assert_eq!(fault("<dossier/>"), OsoFault::NotADossier);
    assert_eq!(fault(&VOMBO.replace(NAMESPACE, "urn:something-else")), OsoFault::NotADossier);
    assert_eq!(fault(&format!("<dossiers xmlns=\"{NAMESPACE}\"/>")), OsoFault::NotADossier);
    assert!(matches!(fault(&within("<x xmlns=\"urn:other\"/>")), OsoFault::ForeignNamespace(_)));
    assert_eq!(fault(&format!("<dossier xmlns=\"{NAMESPACE}\"/>")), OsoFault::Missing("metadata"));
    assert_eq!(OsoFault::NotADossier.kind(), ProblemKind::BadDossier);
}

#[test]
fn two_learners_or_none_are_refused() {
    assert_eq!(
        fault(&vombo("<leerling>", "<leerling><achternaam>Ander</achternaam></leerling><leerling>")),
        OsoFault::Repeated("leerling")
    );
    assert_eq!(fault(&vombo("<metadata>", "<metadata/><metadata>")), OsoFault::Repeated("metadata"));
    assert_eq!(fault(&vombo("<cat_leerling>VERPLICHT", "<cat_leerling>OPT-UIT")), OsoFault::LearnerLeftOut);
    assert_eq!(fault(&vombo("<achternaam>Testheuvel</achternaam>", "")), OsoFault::Missing("leerling/achternaam"));
    assert_eq!(fault(&vombo("<roepnaam>Noor", "<roepnaam>Noor 111222333")), OsoFault::UnusableName("roepnaam"));
}

#[test]
fn a_day_of_birth_has_to_be_possible() {
    let born = |day: &str| fault(&vombo("<geboortedatum>2010-05-14", &format!("<geboortedatum>{day}")));
    assert_eq!(born("2026-04-02"), OsoFault::BirthDateInFuture);
    for day in ["2010-02-30", "14-05-2010", "1850-01-01", "2010-05-14T00:00", "2010-5-14", "+201-05-14", "2010-05-1é"] {
        assert_eq!(born(day), OsoFault::BirthDateImpossible, "{day}");
    }
    assert_eq!(
        fault(&vombo("<geboortedatum>2010-05-14</geboortedatum>", "<geboortemaand>2010-05</geboortemaand>")),
        OsoFault::BirthDateMissing
    );
}

#[test]
fn big_dossiers_are_read_or_refused_quickly() {
    let started = std::time::Instant::now();
    let file = format!(
        "<overigdocumentlijst><document><bestandsinhoud>{}</bestandsinhoud></document></overigdocumentlijst>",
        "QUJD".repeat(2 << 20)
    );
    assert_eq!(draft(&within(&file)).sections.len(), 9);
    assert_eq!(draft(&within(&format!("<hobby>{}</hobby>", "text ".repeat(1 << 20)))).sections.len(), 9);
    let many = "<onderdeel><naam>a</naam></onderdeel>".repeat(90_000);
    let list = format!("<cijferlijst><cijferlijstTypelijst>{many}</cijferlijstTypelijst></cijferlijst></cijferlijstlijst>");
    assert_eq!(draft(&vombo("</cijferlijstlijst>", &list)).sections.len(), 9);
    let carers = format!("<verzorger><iban>{}</iban></verzorger>", "9".repeat(30)).repeat(60_000);
    assert_eq!(draft(&within(&carers)).sections.len(), 9);
    assert_eq!(fault(&" ".repeat(MAX_BYTES + 1)), OsoFault::TooLarge);
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn what_may_be_there_once_is_taken_once() {
    let twice =
        draft(&vombo("<overigvombo>", "<overigvombo><keuzevervolgopleiding>Eerste</keuzevervolgopleiding></overigvombo><overigvombo>"));
    assert_eq!(json(&twice, Section::CareerProfile)["programmeChoices"][0]["name"], "Eerste");
    assert!(has(&twice, "leerling", ImportFate::NeedsHuman));
    assert_eq!(twice.sections.len(), 9);
}

/// Reads bytes whatever they are; what becomes a draft keeps the promises of every draft.
fn survives(bytes: &[u8]) {
    for options in [ImportOptions::default(), with_health(), as_transition(Transition::VmboMbo)] {
        if let Ok(draft) = read(bytes, &options, today()) {
            assert!(draft.sections.iter().all(|content| content.problems().is_empty()));
            let all = everything(&draft);
            assert!(!all.contains("111222333") && !all.contains("0123456789"));
        }
    }
}

/// The text between the first tag at or after a place in the fixture and the next.
fn leaf_after(at: usize) -> Option<std::ops::Range<usize>> {
    let from = at + VOMBO[at..].find('>')? + 1;
    Some(from..from + VOMBO[from..].find('<')?)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        survives(&bytes);
        survives(&[format!("<dossier xmlns=\"{NAMESPACE}\">").as_bytes(), &bytes].concat());
    }

    #[test]
    fn no_changed_byte_makes_it_panic(changes in proptest::collection::vec((0..VOMBO.len(), any::<u8>()), 1..5)) {
        let mut bytes = VOMBO.as_bytes().to_vec();
        for (at, byte) in changes { bytes[at] = byte; }
        // A digit changed within the number itself makes it another number.
        if String::from_utf8_lossy(&bytes).contains("<bsn>111222333<") && String::from_utf8_lossy(&bytes).contains("0123456789</iban") {
            survives(&bytes);
        }
    }

    #[test]
    fn no_changed_text_makes_it_panic(at in 0..VOMBO.len(), text in "\\PC{0,300}") {
        if let Some(leaf) = leaf_after(at) {
            let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
            survives(format!("{}{escaped}{}", &VOMBO[..leaf.start], &VOMBO[leaf.end..]).as_bytes());
        }
    }

    #[test]
    fn no_missing_or_moved_line_makes_it_panic(from in 0..250usize, lines in 1..6usize, to in 0..250usize) {
        let mut all: Vec<&str> = VOMBO.lines().collect();
        let end = (from + lines).min(all.len());
        let taken: Vec<&str> = all.drain(from.min(end)..end).collect();
        survives(all.join("\n").as_bytes());
        let to = to.min(all.len());
        all.splice(to..to, taken);
        survives(all.join("\n").as_bytes());
    }
}
