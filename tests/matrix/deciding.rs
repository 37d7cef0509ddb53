//! Deciding: the next reading, the next section and the next consent go by the matrix in force; what was written before by whichever is stricter.

use estafette_contract::{Ground, NoDetails, ProblemKind, Section, Transition};
use estafette_tests::{
    harness::{
        Partner,
        operators::Operators,
        scene::{consent, taking_back},
        way::Way,
    },
    story,
};

use super::{VMBO, adopt, amended};

const VIA: Transition = Transition::VmboMbo;

/// What the receiver reads now: the sections with their ground.
async fn read(way: &Way) -> Vec<(Section, Ground)> {
    way.receiver.record(way.handover).await.unwrap().sections.iter().map(|section| (section.section, section.ground)).collect()
}

/// The matrix version and the reason of this partner's last entry.
async fn last_entry(partner: &Partner) -> (String, Option<String>) {
    let entry = partner.audit_entries(&Default::default()).await.unwrap().items.remove(0).entry;
    (entry.matrix_version, entry.reason)
}

story!(the_next_reading_is_decided_by_the_matrix_that_was_adopted, |app| {
    let (operators, way) = (Operators::of(&app).await, Way::drafted(&app, VIA, VMBO.0, VMBO.1).await);
    way.to_transfer(&app).await;
    assert!(read(&way).await.contains(&(Section::Plan, Ground::LegalTask)));
    assert_eq!(last_entry(&way.receiver).await.0, "2026-1");

    adopt(&operators, amended("2026-R1", VIA, Section::Plan, Ground::Forbidden)).await;
    let sections = read(&way).await;
    assert!(sections.len() > 3 && sections.iter().all(|(section, _)| *section != Section::Plan), "{sections:?}");
    assert_eq!(way.receiver.section(way.handover, Section::Plan).await.unwrap_err().problem(), Some(ProblemKind::NotAllowed));
    assert_eq!(last_entry(&way.receiver).await, ("2026-R1".to_owned(), Some("matrix_forbids".to_owned())));
    // The sender reads what it wrote, under the version it was written under; and writes it no more.
    let own = way.sender.section(way.handover, Section::Plan).await.unwrap().0;
    assert_eq!(own.matrix_version, "2026-1");
    let next = way.another().await;
    let content = estafette_tests::harness::contents::content(Section::Plan).unwrap();
    let refused = way.sender.put_section(next, content, None, None).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::SectionForbidden));
});

story!(a_section_written_before_does_not_open_because_a_later_matrix_is_milder, |app| {
    let (operators, way) = (Operators::of(&app).await, Way::drafted(&app, VIA, VMBO.0, VMBO.1).await);
    way.to_transfer(&app).await;
    let career = Section::CareerProfile;
    assert!(read(&way).await.contains(&(career, Ground::Consent)));
    let consents = way.sender.consents(way.handover).await.unwrap().items;
    let given = consents.iter().find(|consent| consent.section == career).unwrap().id;
    way.sender.withdraw_consent(way.handover, given, &taking_back(app.clock().now())).await.unwrap();
    assert!(read(&way).await.iter().all(|(section, _)| *section != career));

    adopt(&operators, amended("2026-R1", VIA, career, Ground::LegalTask)).await;
    assert!(read(&way).await.iter().all(|(section, _)| *section != career), "it was written to go with consent");
    // What is written from now on goes on the legal task; and a consent opens the old one again.
    let next = way.another().await;
    let content = estafette_tests::harness::contents::content(career).unwrap();
    let written = way.sender.put_section(next, content, None, None).await.unwrap();
    assert_eq!(written.0.ground, Ground::LegalTask);
    let new = way.sender.section(next, career).await.unwrap().0;
    assert_eq!((new.ground, new.matrix_version.as_str()), (Ground::LegalTask, "2026-R1"));
    way.sender.record_consent(way.handover, &consent(career, app.clock().now())).await.unwrap();
    assert!(read(&way).await.contains(&(career, Ground::Consent)));
});

story!(where_a_later_matrix_asks_for_consent_a_section_waits_for_it, |app| {
    let (operators, way) = (Operators::of(&app).await, Way::drafted(&app, VIA, VMBO.0, VMBO.1).await);
    way.review(&app).await;
    way.agree(&app).await;
    adopt(&operators, amended("2026-R1", VIA, Section::Plan, Ground::Consent)).await;
    let refused = way.sender.ready(way.handover, &NoDetails {}).await.unwrap_err();
    assert!(refused.to_string().contains("/sections/plan") || format!("{refused:?}").contains("/sections/plan"), "{refused:?}");
    way.sender.record_consent(way.handover, &consent(Section::Plan, app.clock().now())).await.unwrap();
    way.ready().await;
    way.offer().await;
    way.accept().await;
    way.transfer(&app).await;
    let record = way.receiver.record(way.handover).await.unwrap();
    let plan = record.sections.iter().find(|section| section.section == Section::Plan).unwrap();
    assert_eq!((plan.ground, plan.consent_version, plan.matrix_version.as_str()), (Ground::Consent, Some(1), "2026-1"));
    assert_eq!(last_entry(&way.receiver).await.0, "2026-R1");
    let ledger = way.sender.consents(way.handover).await.unwrap();
    let line = ledger.items.iter().find(|consent| consent.section == Section::Plan).unwrap();
    assert_eq!((line.ground, line.matrix_version.as_str()), (Ground::Consent, "2026-R1"));
    assert!(ledger.standings.iter().any(|standing| standing.section == Section::Plan));
});
