//! Who received what about whom: for an operator without a person in it, for a partner about learners it knows.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use estafette_client::{Client, PageOptions};
use estafette_contract::{Act, Disclosure, DisclosureSearch, Ground, PartnerKind, ProblemKind, Section};
use estafette_tests::{
    harness::{
        Partner, TestApp, binary,
        scene::{Leg, text},
    },
    story,
};

const HUNDRED: PageOptions = PageOptions { limit: Some(100), cursor: None };

fn around(app: &TestApp) -> DisclosureSearch {
    let now = app.clock().now();
    let hour = chrono::TimeDelta::hours(1);
    DisclosureSearch { from_at: now - hour, until_at: now + hour, receiver_id: None, person_ids: Vec::new() }
}

async fn told(client: &Client, wanted: &DisclosureSearch) -> Vec<Disclosure> {
    client.disclosures(wanted, &HUNDRED).await.unwrap().items
}

/// A record and a section read, something refused, and an operator who looks on.
async fn read_by_the_college(app: &TestApp) -> (Leg, Partner) {
    let leg = Leg::in_transfer(app).await;
    leg.college.record(leg.handover).await.unwrap();
    leg.college.section(leg.handover, Section::SupportNeeds).await.unwrap();
    leg.college.section(leg.handover, Section::Health).await.unwrap_err();
    leg.school.handover(leg.handover).await.unwrap();
    (leg, app.partner("Regiobeheer", PartnerKind::Region).await)
}

story!(an_operator_sees_what_every_partner_received_and_no_person, |app| {
    let (leg, operator) = read_by_the_college(&app).await;
    let by_college = DisclosureSearch { receiver_id: Some(leg.college.id), ..around(&app) };
    let found = told(&operator, &by_college).await;
    assert_eq!(found.iter().map(|one| one.act).collect::<Vec<_>>(), [Act::SectionRead, Act::RecordRead], "no refusal gave anything");
    assert!(found.iter().all(|one| one.receiver.id == leg.college.id && one.person_id == found[0].person_id));
    let sections: Vec<(Section, Ground)> = found[1].sections.iter().map(|used| (used.section, used.ground)).collect();
    assert!(
        sections.contains(&(Section::SupportNeeds, Ground::LegalTask)) && sections.contains(&(Section::IdentityContact, Ground::LegalTask))
    );
    assert!(![leg.learner.to_string(), leg.handover.to_string()].contains(&found[0].person_id), "a reference, which no partner has");

    let everybody = told(&operator, &around(&app)).await;
    assert!(everybody.iter().any(|one| one.receiver.id == leg.school.id && one.act == Act::HandoverRead), "{everybody:?}");
    let about = DisclosureSearch { person_ids: vec![text(&found[0].person_id)], ..around(&app) };
    assert_eq!(told(&operator, &about).await.len(), everybody.len(), "all of it is about the one learner there is");
    let about_nobody = DisclosureSearch { person_ids: vec![text("nobody")], ..around(&app) };
    assert!(told(&operator, &about_nobody).await.is_empty());
    let earlier =
        DisclosureSearch { from_at: by_college.from_at - chrono::TimeDelta::days(1), until_at: by_college.from_at, ..around(&app) };
    assert!(told(&operator, &earlier).await.is_empty());
    let looked = app.database.raw().count("audit_entries WHERE entry LIKE '%\"act\":\"audit.disclosures\"%'");
    assert_eq!(looked, 5, "every look is an entry");
});

story!(a_partner_sees_what_it_received_and_what_others_received_about_learners_it_knows, |app| {
    let (leg, _) = read_by_the_college(&app).await;
    let own = told(&leg.college, &around(&app)).await;
    let known = leg.college.record(leg.handover).await.unwrap().learner_id;
    assert!(!own.is_empty() && own.iter().all(|one| one.receiver.id == leg.college.id && one.person_id == known.to_string()));

    let about_noor = DisclosureSearch { person_ids: vec![text(&leg.learner.to_string())], ..around(&app) };
    let found = told(&leg.school, &about_noor).await;
    assert!(
        found.iter().any(|one| one.receiver.id == leg.college.id && one.act == Act::RecordRead && one.sections.len() == 2),
        "{found:?}"
    );
    assert!(found.iter().all(|one| one.person_id == leg.learner.to_string()), "by the school's own pseudonym");
    let without_saying_whom = DisclosureSearch { receiver_id: Some(leg.college.id), ..around(&app) };
    let by_anothers_name = DisclosureSearch { person_ids: vec![text(&known.to_string())], ..around(&app) };
    for refused in [without_saying_whom, by_anothers_name] {
        let problem = leg.school.disclosures(&refused, &HUNDRED).await.unwrap_err().problem();
        assert_eq!(problem, Some(ProblemKind::InvalidField));
    }
    let log = leg.school.access_log(leg.learner, &HUNDRED).await.unwrap();
    assert!(
        log.items.iter().any(|line| line.sentence == "Vmbo De Linde (decaan) heeft nagegaan wie wat over wie heeft ontvangen."),
        "{log:?}"
    );
    let outsider = app.partner("ROC Rijnveld", PartnerKind::MboCollege).await;
    assert!(told(&outsider, &around(&app)).await.is_empty());
});

/// Runs a verb of `estafette audit` as this partner, while the service goes on.
async fn ran(app: &TestApp, folder: &Path, partner: &Partner, args: &[&str]) -> String {
    let key = folder.join(format!("{}.pem", partner.credentials.client_id));
    fs::write(&key, partner.credentials.key.to_pem().unwrap()).unwrap();
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    let service = ["--server", app.base(), "--client", &partner.credentials.client_id, "--key", &key.to_string_lossy()].map(str::to_owned);
    let args: Vec<String> = ["audit"].iter().chain(args).map(ToString::to_string).chain(service).collect();
    let folder = folder.to_owned();
    let run = move || binary::printed(&folder, &args.iter().map(String::as_str).collect::<Vec<_>>());
    tokio::task::spawn_blocking(run).await.unwrap()
}

story!(one_command_tells_it_for_a_notice_and_another_hands_out_the_entries, |app| {
    let (leg, operator) = read_by_the_college(&app).await;
    let folder = tempfile::tempdir().unwrap();
    let (at, college) = (folder.path(), leg.college.id.to_string());
    let period = ["--from", "2020-01-01", "--until", "2199-01-01"];
    let table = ran(&app, at, &operator, &[&["breach", "--partner", &college], &period[..]].concat()).await;
    assert!(table.contains("ROC Maasdal") && table.contains("support_needs") && table.contains("1 persons"), "{table}");
    assert!(!table.contains("Vmbo De Linde"), "{table}");
    let csv = ran(&app, at, &operator, &[&["breach", "--csv"], &period[..]].concat()).await;
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines[0], "receiver,person,act,sections,times,first,last");
    assert!(
        lines.iter().any(|line| line.starts_with("Vmbo De Linde,")) && lines.iter().any(|line| line.contains(",record.read,")),
        "{csv}"
    );

    let entries = ran(&app, at, &leg.college, &[&["export"], &period[..]].concat()).await;
    assert!(entries.starts_with("eventId,happenedAt,act,outcome,ruling,reason,policy,") && entries.contains(",record.read,done,allowed,"));
    let records = ran(&app, at, &leg.college, &[&["export", "--as", "logboek"], &period[..]].concat()).await;
    for line in records.lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(record["attributes"]["dpl.core.data_subject_id"].is_string() && record["trace_id"].is_string(), "{line}");
    }
    assert!(records.lines().count() > 3);
    let folder = folder.path().to_owned();
    let server = app.base().to_owned();
    let register = move || binary::printed(&folder, &["audit", "activities", "--csv", "--language", "en", "--server", &server]);
    let register = tokio::task::spawn_blocking(register).await.unwrap();
    assert!(
        register.starts_with("activity,name,purpose,controller,processor,") && register.contains("\naccess_control,Access of partners,")
    );
});
