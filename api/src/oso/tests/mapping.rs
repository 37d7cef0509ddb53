//! Where each part of an invented dossier goes.

use estafette_contract::{Agreement, CodeList};
use serde_json::json;

use super::*;
use crate::oso::OverstapKind;

const DROPPED: [&str; 37] = [
    "leerling/bsn",
    "leerling/leerlingid",
    "leerling/gba",
    "leerling/geslacht",
    "leerling/geboorteplaats",
    "leerling/nationaliteit",
    "leerling/nnca",
    "leerling/leerlinggewicht",
    "leerling/tehuis",
    "leerling/huisarts",
    "leerling/verzorgersaansprakelijk",
    "leerling/adresbuitenland",
    "leerling/bevorderd",
    "leerling/toetslijst",
    "leerling/eindtoets_basisonderwijs",
    "leerling/overigdocumentlijst",
    "leerling/verzorger",
    "leerling/verzorger/iban",
    "leerling/overstapadvies",
    "leerling/overstapadvies/wensleerling",
    "leerling/onderwijsondersteuning/diagnose",
    "leerling/onderwijsondersteuning/medicijngebruik",
    "leerling/onderwijsondersteuning/handelingsplan",
    "leerling/onderwijsondersteuning/opp",
    "leerling/onderwijsondersteuning/tlv",
    "leerling/onderwijsondersteuning/toelichting_onderwijsbehoeften",
    "leerling/onderwijsondersteuning/arrangement_pao/arrangement_beschikkingsnr",
    "leerling/onderwijsondersteuning/rvc/centraleproblematiek",
    "leerling/verzuim/urengeoorloofd",
    "leerling/competenties/competentiestatus",
    "leerling/stage/beoordeling",
    "leerling/overigvombo/beroepskeuzetest",
    "leerling/resultaatvakkenvo/cijferce",
    "leerling/resultaatvakkenvo/werkstuk",
    "inzage/toestemming",
    "huidigeschool",
    "metadata/categorie_uitlevering/cat_eindtoetsbo",
];
const MAPPED: [&str; 14] = [
    "metadata/overstap",
    "inzage",
    "huidigeschool",
    "leerling",
    "leerling/verzorger",
    "leerling/schoolloopbaanlijst",
    "leerling/examenresultaat",
    "leerling/resultaatvakkenvo",
    "leerling/cijferlijstlijst",
    "leerling/certificaat",
    "leerling/onderwijsondersteuning",
    "leerling/verzuim",
    "leerling/overigvombo",
    "leerling/stage",
];

#[test]
fn every_part_says_what_became_of_it() {
    let draft = draft(VOMBO);
    assert_eq!((draft.kind, draft.transition), (OverstapKind::Vombo, Transition::VmboMbo));
    for part in DROPPED {
        assert!(has(&draft, part, ImportFate::Dropped), "{part}");
    }
    for part in MAPPED {
        assert!(has(&draft, part, ImportFate::Mapped), "{part}");
    }
    let unknown: Vec<_> = draft.lines.iter().filter(|line| line.detail.starts_with("Holds elements")).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn the_sections_hold_what_belongs_there() {
    let draft = draft(VOMBO);
    let sections: Vec<&str> = draft.sections.iter().map(|content| content.section().code()).collect();
    let expected = [
        "identity_contact",
        "education_history",
        "learning_results",
        "work_experience",
        "support_needs",
        "absence_history",
        "career_profile",
        "competency_reflections",
        "plan",
    ];
    assert_eq!(sections, expected);
    assert!(draft.sections.iter().all(|content| content.problems().is_empty()));

    let identity = json(&draft, Section::IdentityContact);
    assert_eq!(identity["givenName"], "Noor");
    assert_eq!(identity["address"]["street"], "Dijkweg 12 b");
    assert_eq!(identity["reachableAt"], json!({"email": "noor@leerling.example", "phone": "0600000003"}));
    assert_eq!(identity["representatives"], json!([{"name": "Anna van der Testheuvel", "reachableAt": {"phone": "0600000010"}}]));
    let career = json(&draft, Section::CareerProfile);
    assert_eq!(career["programmeChoices"], json!([{"opleidingscode": "25180", "name": "Fietstechniek (25180)"}]));
    assert_eq!(career["askFor"], json!(["portfolio", "motivatiebrief", "LOB-dossier"]));
    let seen = json(&draft, Section::CompetencyReflections);
    assert_eq!(seen["observations"].as_array().map(Vec::len), Some(1));
    assert!(seen.get("reflections").is_none());
    assert_eq!(json(&draft, Section::Plan)["pairs"].as_array().map(Vec::len), Some(1));
}

#[test]
fn school_and_work_are_taken_over_newest_first() {
    let draft = draft(VOMBO);
    let history = json(&draft, Section::EducationHistory);
    assert_eq!(history["periods"][0], json!({"schoolYear": "2025-2026", "leerweg": "kb", "programme": "KB", "startedOn": "2025-08-18"}));
    assert_eq!(history["periods"][1]["school"], "Vmbo De Wilgenhoek");
    assert_eq!(history["periods"][1]["brin"], "99XA");
    assert_eq!(history["diplomas"], json!([{"name": "VMBO kader 2026", "result": "nog niet bekend"}]));
    assert!(has(&draft, "leerling/schoolloopbaanlijst", ImportFate::NeedsHuman), "the wrong BRIN");
    let results = json(&draft, Section::LearningResults);
    let marks: Vec<_> = results["subjects"].as_array().into_iter().flatten().map(|s| format!("{} {}", s["subject"], s["result"])).collect();
    let expected =
        [r#""Nederlands" "6.8""#, r#""Engels" null"#, r#""Profielwerkstuk" "goed""#, r#""Wiskunde" "ruim voldoende""#, r#""Techniek" "8""#];
    assert_eq!(marks, expected);
    let work = json(&draft, Section::WorkExperience);
    assert_eq!(work["placements"][0]["role"], "assistent in de werkplaats (snuffelstage)");
    assert_eq!(work["placements"][0]["organisation"], "Fietsenmaker Trapper & Zoon");
    let absence = json(&draft, Section::AbsenceHistory);
    assert_eq!(absence["periods"][0]["startedOn"], "2025-03-20");
    assert!(absence["periods"][0]["description"].as_str().is_some_and(|text| text.contains("6 uur") && !text.contains("41")));
}

#[test]
fn support_is_functional_and_health_only_when_asked_for() {
    let support = json(&draft(VOMBO), Section::SupportNeeds);
    assert_eq!(support["statement"], "needs_described");
    assert_eq!((&support["attestedBySender"], &support["attestedByLearner"]), (&json!(false), &json!(false)));
    assert_eq!(support["needs"].as_array().map(Vec::len), Some(3), "the old arrangement is over");
    assert_eq!(support["needs"][0]["untilOn"], "2026-07-31");
    assert!(content(&draft(VOMBO), Section::Health).is_none());
    let health = json(&draft_with(VOMBO, &with_health()), Section::Health);
    assert_eq!(health["items"], json!([{"description": "Verzonnen leesbelemmering", "sinceOn": "2019-02-03"}]));
}

#[test]
fn the_recorded_view_is_kept_and_contact_is_wanted() {
    let draft = draft(VOMBO);
    let Some(view) = &draft.recorded_view else { panic!("no view") };
    assert_eq!((view.seen, view.agreed, view.reason.is_some()), (true, Agreement::No, true));
    let Some(contact) = &draft.contact else { panic!("no contact") };
    assert!(contact.wanted && contact.person.is_some());
}

#[test]
fn nothing_about_support_is_never_no_need() {
    let draft = draft(&vombo("<cat_onderwijsondersteuning>OPTIONEEL", "<cat_onderwijsondersteuning>OPT-UIT"));
    assert_eq!(json(&draft, Section::SupportNeeds)["statement"], "nothing_known");
    assert!(has(&draft, "leerling/onderwijsondersteuning", ImportFate::NeedsHuman));
}

#[test]
fn the_bare_minimum_makes_a_draft() {
    let start = VOMBO.find("<categorie_uitlevering>").zip(VOMBO.find("</categorie_uitlevering>"));
    let Some((from, to)) = start else { panic!("the fixture has categories") };
    let metadata = VOMBO.replace(&VOMBO[from..to + "</categorie_uitlevering>".len()], "");
    let Some((head, _)) = metadata.split_once("<overdrachtsoort>") else { panic!("the fixture has an overdrachtsoort") };
    let learner = "<achternaam>Minimaal</achternaam><voornaam>Bo</voornaam><geboortedatum>2010-05-14+02:00</geboortedatum>";
    let xml = format!("{head}<huidigeschool><leerling>{learner}</leerling></huidigeschool></oso:dossier>");
    let draft = draft(&xml);
    let sections: Vec<Section> = draft.sections.iter().map(SectionContent::section).collect();
    assert_eq!(sections, [Section::IdentityContact, Section::SupportNeeds]);
    assert!(draft.contact.is_none() && draft.recorded_view.is_none());
}

#[test]
fn what_the_standard_does_not_know_is_left_out_aloud() {
    let draft = draft(&vombo("<stage>", "<hobby>postduiven</hobby><overigvombo/><stage><sfeer>goed</sfeer>"));
    assert!(has(&draft, "leerling", ImportFate::NeedsHuman) && has(&draft, "leerling/stage", ImportFate::NeedsHuman));
    assert!(!everything(&draft).contains("postduiven") && !everything(&draft).contains("hobby"));
}
