//! A school's dossier comes in as its system exports it.

use std::path::{Path, PathBuf};

use estafette_client::{ClientError, ImportOptions, Request};
use estafette_contract::{Agreement, HandoverStatus, ImportFate, ImportReport, NoDetails, PartnerKind, ProblemKind, Section, Transition};
use estafette_tests::{
    harness::{
        Partner, TestApp,
        scene::{accepting, agreed, application, conversation, informing},
    },
    story,
};
use reqwest::Method;
use uuid::Uuid;

/// An invented dossier, of the kind VOMBO.
const VOMBO: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../api/src/oso/fixtures/vombo.xml"));

/// What an import may leave behind.
const TABLES: [&str; 6] = ["learners", "learner_pseudonyms", "representatives", "handovers", "handover_sections", "views"];

async fn school_and_college(app: &TestApp) -> (Partner, Partner) {
    (app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await, app.partner("ROC Maasdal", PartnerKind::MboCollege).await)
}

fn into(receiver: Uuid) -> ImportOptions {
    ImportOptions { receiver, transition: None, with_health: false, application_reference: Some(application().to_string()) }
}

fn told(report: &ImportReport, part: &str, fate: ImportFate) -> bool {
    report.lines.iter().any(|line| line.part.starts_with(part) && line.fate == fate)
}

story!(a_dossier_becomes_a_draft_and_a_report, |app| {
    let (school, college) = school_and_college(&app).await;
    let report = school.import_oso(VOMBO.into(), &into(college.id)).await.unwrap();
    assert_eq!((report.status, report.dossier_kind.as_str()), (HandoverStatus::Draft, "VOMBO"));
    assert!(told(&report, "leerling/stage", ImportFate::Mapped) || told(&report, "leerling", ImportFate::Mapped), "{:#?}", report.lines);
    assert!(report.lines.iter().any(|line| line.fate == ImportFate::Dropped));
    assert!(report.lines.iter().any(|line| line.fate == ImportFate::NeedsHuman));
    let text = serde_json::to_string(&report).unwrap();
    for secret in ["Testheuvel", "111222333", "NL00NEPB", "leesbelemmering", "faalangst", "Fietsenmaker"] {
        assert!(!text.contains(secret), "{secret} in the report");
    }

    let learner = school.learner(report.learner_id).await.unwrap();
    assert_eq!((learner.given_name.as_str(), learner.family_name.as_str()), ("Noor", "Testheuvel"));
    let names: Vec<&str> = learner.representatives.iter().map(|known| known.name.as_str()).collect();
    assert_eq!(names, ["Anna van der Testheuvel"], "not the one who died, and not the neighbour");
    assert_eq!(learner.responsible.partner.id, school.id);

    let view = school.handover(report.id).await.unwrap();
    assert_eq!((view.transition, view.application_reference), (Transition::VmboMbo, Some(application())));
    let record = school.record(report.id).await.unwrap();
    let sections: Vec<Section> = record.sections.iter().map(|section| section.section).collect();
    for section in [Section::IdentityContact, Section::EducationHistory, Section::SupportNeeds, Section::WorkExperience] {
        assert!(sections.contains(&section), "{section} in {sections:?}");
    }
    assert!(!sections.contains(&Section::Health));
    assert_eq!((record.views[0].agreed, record.views.len()), (Agreement::No, 1));
    let everything = serde_json::to_string(&record).unwrap();
    assert!(!everything.contains("111222333") && !everything.contains("NL00NEPB") && !everything.contains("Verzonnen leesbelemmering"));
    assert!(school.consents(report.id).await.unwrap().items.is_empty(), "its consent is none of ours");
    assert_eq!(college.handover(report.id).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
});

story!(an_imported_draft_still_has_to_be_read_by_the_learner_and_then_goes_its_way, |app| {
    let (school, college) = school_and_college(&app).await;
    let id = school.import_oso(VOMBO.into(), &into(college.id)).await.unwrap().id;
    let now = app.clock().now();
    for section in [Section::CareerProfile, Section::CompetencyReflections] {
        if school.section(id, section).await.is_ok() {
            let consent = estafette_tests::harness::scene::consent(section, now);
            school.record_consent(id, &consent).await.unwrap();
        }
    }
    school.inform(id, &informing(now)).await.unwrap();
    school.review(id, &NoDetails {}).await.unwrap();
    let early = school.ready(id, &NoDetails {}).await.unwrap_err();
    assert_eq!(early.problem(), Some(ProblemKind::GuardNotMet), "what the school's system recorded is no answer to this review");
    school.record_view(id, &agreed(now)).await.unwrap();
    school.ready(id, &NoDetails {}).await.unwrap();
    school.offer(id, &Default::default()).await.unwrap();
    college.accept(id, &accepting()).await.unwrap();
    college.record_conversation(id, &conversation(now)).await.unwrap();
    school.transfer(id, &NoDetails {}).await.unwrap();
    assert!(college.record(id).await.unwrap().sections.len() > 4);
});

story!(health_comes_along_only_when_it_is_asked_for, |app| {
    let (school, college) = school_and_college(&app).await;
    app.database.raw().grant(&school, "sections.health:read");
    let school = app.client(school.credentials);
    let with = ImportOptions { with_health: true, ..into(college.id) };
    let asked = school.import_oso(VOMBO.into(), &with).await.unwrap().id;
    assert!(school.section(asked, Section::Health).await.is_ok());
    let plain = school.import_oso(VOMBO.into(), &into(college.id)).await.unwrap().id;
    assert_eq!(school.section(plain, Section::Health).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
});

fn posted(receiver: Uuid, dossier: impl Into<Vec<u8>>, key: &str) -> Request {
    let path = format!("/v1/handovers/_import?receiver={receiver}");
    let request = Request { body: Some(dossier.into()), ..Request::new(Method::POST, path) };
    request.header("content-type", "application/xml").header("idempotency-key", key)
}

story!(the_same_dossier_under_the_same_key_is_taken_in_once, |app| {
    let (school, college) = school_and_college(&app).await;
    let first = school.send(posted(college.id, VOMBO, "dossier-1")).await.unwrap();
    let again = school.send(posted(college.id, VOMBO, "dossier-1")).await.unwrap();
    assert_eq!((first.status.as_u16(), &first.body), (201, &again.body));
    assert_eq!(app.database.raw().count("learners"), 1);
    let other = school.send(posted(college.id, VOMBO.replace("Noor", "Nora"), "dossier-1")).await.unwrap();
    assert_eq!(other.succeeded().unwrap_err().problem(), Some(ProblemKind::KeyReused));
});

/// Every dossier that has to be refused, and how.
fn refused_dossiers() -> Vec<(&'static str, Vec<u8>, ProblemKind)> {
    let vombo = |from: &str, to: &str| VOMBO.replacen(from, to, 1).into_bytes();
    let doctype = "<!DOCTYPE dossier [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><!-- Invented";
    let laughs = "<!DOCTYPE d [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><!-- Invented";
    let large = format!("{VOMBO}<!--{}-->", "x".repeat(11 << 20)).into_bytes();
    vec![
        ("between primary schools", vombo("<overstap>VOMBO", "<overstap>POPO"), ProblemKind::UnsupportedDossier),
        ("of a kind that has to be chosen", vombo("<overstap>VOMBO", "<overstap>VOVO"), ProblemKind::UnsupportedDossier),
        ("of another edition", vombo("<standaardversie>2019.1", "<standaardversie>2017.1"), ProblemKind::UnsupportedDossier),
        ("with an external entity", vombo("<!-- Invented", doctype), ProblemKind::BadDossier),
        ("of a billion laughs", vombo("<!-- Invented", laughs), ProblemKind::BadDossier),
        ("too large", large, ProblemKind::TooLarge),
        ("cut off", VOMBO.as_bytes()[..VOMBO.len() / 2].to_vec(), ProblemKind::BadDossier),
        ("not XML", b"{\"dossier\": 1}".to_vec(), ProblemKind::BadDossier),
        ("empty", Vec::new(), ProblemKind::BadDossier),
        ("of somebody yet to be born", vombo("<geboortedatum>2010", "<geboortedatum>2190"), ProblemKind::BadDossier),
    ]
}

story!(a_dossier_that_is_refused_leaves_nothing_behind, |app| {
    let (school, college) = school_and_college(&app).await;
    for (name, dossier, expected) in refused_dossiers() {
        let refused = school.import_oso(dossier, &into(college.id)).await.unwrap_err();
        assert_eq!(refused.problem(), Some(expected), "{name}: {refused}");
        let ClientError::Refused(problem) = refused else { panic!("{name}") };
        assert!(!problem.detail.contains("passwd") && !problem.detail.contains("Testheuvel"), "{name}: {}", problem.detail);
    }
    let kinds = [school.id, Uuid::now_v7()];
    for receiver in kinds {
        let refused = school.import_oso(VOMBO.into(), &into(receiver)).await.unwrap_err();
        assert_eq!(refused.problem(), Some(ProblemKind::InvalidField), "a receiver that cannot be");
    }
    let mut json = posted(college.id, VOMBO, "json-1");
    json.headers.insert("content-type", "application/json".parse().unwrap());
    let refused = school.send(json).await.unwrap().succeeded().unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::WrongMediaType));
    let mut rows = app.database.raw();
    assert_eq!(TABLES.map(|table| rows.count(table)), [0; 6]);
    let refusals = rows.lines("SELECT entry AS line FROM audit_entries WHERE entry LIKE '%handover.import%'");
    assert!(refusals.len() >= 12 && refusals.iter().all(|entry| entry.contains("\"refused\"")), "{}", refusals.len());
});

/// A real dossier, where they are at hand.
fn real(name: &str) -> Option<Vec<u8>> {
    let named = std::env::var_os("ESTAFETTE_REAL_INPUT").map(PathBuf::from);
    let named = named.map(|folder| if folder.join("oso").is_dir() { folder.join("oso") } else { folder });
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|above| above.join("shared/real-input/oso"));
    let folder = named.or_else(|| above.into_iter().find(|folder| folder.is_dir()));
    let found = folder.and_then(|folder| std::fs::read(folder.join(name)).ok());
    if found.is_none() {
        eprintln!("skipped: {name} is not at hand");
    }
    found
}

story!(a_real_dossier_comes_in_when_the_sender_says_for_which_transition, |app| {
    let (school, college) = school_and_college(&app).await;
    if let Some(dossier) = real("Voorbeelddossier_OV_VOVO_full.xml") {
        let undecided = school.import_oso(dossier.clone(), &into(college.id)).await.unwrap_err();
        assert_eq!(undecided.problem(), Some(ProblemKind::UnsupportedDossier));
        let decided = ImportOptions { transition: Some(Transition::VmboMbo), ..into(college.id) };
        let report = school.import_oso(dossier, &decided).await.unwrap();
        assert_eq!(report.dossier_kind, "VOVO");
        assert!(told(&report, "metadata/overstap", ImportFate::NeedsHuman));
        assert!(school.record(report.id).await.unwrap().sections.len() >= 6);
    }
    if let Some(dossier) = real("Voorbeelddossier_OV_BB_opt_out.xml") {
        let decided = ImportOptions { transition: Some(Transition::VmboMbo), ..into(college.id) };
        let refused = school.import_oso(dossier, &decided).await.unwrap_err();
        assert_eq!(refused.problem(), Some(ProblemKind::UnsupportedDossier));
    }
});
