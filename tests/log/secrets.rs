//! What entries never hold, what they commit to, and that nobody rewrites them.

use estafette_contract::{
    ConversationOutcome, Giver, NewConversation, NewInforming, NewRepresentative, NewView, NoDetails, RepresentationGround,
};
use estafette_tests::{
    harness::{
        raw::Raw,
        scene::{self, Leg, agreed, conversation, day, informing, person, text},
    },
    story,
};
use openssl::sha::Sha256;

/// A word that stands in everything written about this learner and nowhere else.
const PLANT: &str = "Zwanenburg";

fn nothing_planted(rows: &mut Raw) {
    let entries = rows.lines("SELECT entry AS line FROM audit_entries UNION ALL SELECT details FROM audit_details");
    let kept = rows.lines("SELECT answer AS line FROM idempotency");
    assert!(entries.len() > 10 && !kept.is_empty());
    for line in entries.iter().chain(&kept) {
        let small = line.to_lowercase();
        assert!(!["zwanenburg", "noor", "vermeulen", "2009-03-14", "0611111111"].iter().any(|word| small.contains(word)), "{line}");
    }
}

story!(no_entry_holds_a_name_or_a_free_text, |app| {
    let planted = estafette_contract::NewLearner { family_name: text(PLANT), ..scene::noor() };
    let leg = Leg::drafted_for(&app, &planted).await;
    let (school, college, id) = (&leg.school, &leg.college, leg.handover);
    let now = app.clock().now();
    let needs = scene::support();
    let need = estafette_contract::content::SupportNeed { need: text(PLANT), ..needs.needs[0].clone() };
    let (_, tag) = school.section(id, estafette_contract::Section::SupportNeeds).await.unwrap();
    let planted = estafette_contract::content::SupportNeeds { needs: vec![need], ..needs };
    school.put_section(id, planted, None, Some(&tag)).await.unwrap();
    let reachable_at = estafette_contract::content::Contact::default();
    let mother = NewRepresentative { name: text(PLANT), ground: RepresentationGround::ParentalAuthority, reachable_at };
    school.add_representative(leg.learner, &mother).await.unwrap();
    school.inform(id, &NewInforming { note: Some(text(PLANT)), ..informing(now) }).await.unwrap();
    school.review(id, &NoDetails {}).await.unwrap();
    let view = NewView { giver: Giver::Student, own_text: Some(text(PLANT)), reason: Some(text(PLANT)), ..agreed(now) };
    school.record_view(id, &view).await.unwrap();
    school.ready(id, &NoDetails {}).await.unwrap();
    school.offer(id, &Default::default()).await.unwrap();
    let accept = estafette_contract::AcceptDetails { person: person(PLANT, estafette_contract::Role::Intaker), ..scene::accepting() };
    college.accept(id, &accept).await.unwrap();
    let spoken = NewConversation { agreed: Some(text(PLANT)), outcome: Some(ConversationOutcome::Held), ..conversation(now) };
    college.record_conversation(id, &spoken).await.unwrap();
    school.transfer(id, &NoDetails {}).await.unwrap();
    let record = serde_json::to_string(&college.record(id).await.unwrap()).unwrap();
    assert!(record.contains(PLANT), "it was really there");
    let bad = estafette_contract::NewLearner { born_on: day("2190-01-01"), family_name: text(PLANT), ..scene::noor() };
    assert!(school.register_learner(&bad).await.is_err());
    nothing_planted(&mut app.database.raw());
});

story!(every_entry_commits_to_its_details, |app| {
    let leg = Leg::taken_over(&app).await;
    leg.college.record(leg.handover).await.unwrap();
    let mut rows = app.database.raw();
    let salt = rows.hex("d.salt");
    let lines = rows.lines(&format!(
        "SELECT {salt} || ' ' || d.details || '\n' || e.entry AS line FROM audit_details d JOIN audit_entries e ON e.event_id = d.event_id"
    ));
    assert!(lines.len() >= 3, "two sections written and one record read");
    let mut salts = std::collections::HashSet::new();
    for line in &lines {
        let (salt, rest) = line.split_once(' ').unwrap();
        let (details, entry) = rest.split_once('\n').unwrap();
        let entry: serde_json::Value = serde_json::from_str(entry).unwrap();
        assert_eq!(salt.len(), 64, "32 bytes");
        assert_eq!(entry["detailCommitment"], sha256(&[&unhex(salt), details.as_bytes()]));
        assert!(!entry.to_string().contains("grounds"), "the details are kept apart");
        salts.insert(salt.to_owned());
    }
    assert_eq!(salts.len(), lines.len(), "every salt is used once");
    let committed = rows.lines("SELECT event_id AS line FROM audit_entries WHERE entry LIKE '%detailCommitment%'");
    assert_eq!(committed.len(), lines.len());
});

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

fn sha256(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finish().iter().map(|byte| format!("{byte:02x}")).collect()
}

story!(nobody_rewrites_the_log, |app| {
    let leg = Leg::in_transfer(&app).await;
    leg.college.record(leg.handover).await.unwrap();
    let mut rows = app.database.raw();
    let (entries, details) = (rows.count("audit_entries"), rows.count("audit_details"));
    let mut attempts = vec![
        "UPDATE audit_entries SET partner_id = 'x'",
        "UPDATE audit_entries SET subject = NULL",
        "DELETE FROM audit_entries",
        "UPDATE audit_details SET details = '{}'",
    ];
    if matches!(rows, Raw::Postgres(_)) {
        attempts.push("TRUNCATE audit_entries");
    }
    for attempt in attempts {
        let refused = rows.execute(attempt).expect_err(attempt);
        assert!(refused.to_string().contains("append-only"), "{attempt}: {refused}");
    }
    assert_eq!((rows.count("audit_entries"), rows.count("audit_details")), (entries, details));
    rows.execute("DELETE FROM audit_details").expect("details can be erased, and the entries stand");
    let page = leg.college.audit_entries(&Default::default()).await.unwrap();
    assert!(page.items.iter().any(|record| record.entry.detail_commitment.is_some() && record.details.is_none()));
});
