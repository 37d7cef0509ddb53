//! The tree over the log: every entry has a place in it, and nobody has to believe the service for it.

mod checked;
mod receipts;
mod reference;
mod watched;

use estafette_client::{Client, PageOptions, Request};
use estafette_contract::{
    AuditEntry, ProblemKind,
    tlog::{Hash, Tile, canonical_json, checkpoint_of},
};
use estafette_tests::{
    harness::{TestApp, scene::Leg},
    story,
};
use reqwest::Method;

/// A partner's entries, newest first.
async fn own_entries(client: &Client) -> Vec<AuditEntry> {
    let page = PageOptions { limit: Some(100), cursor: None };
    client.audit_entries(&page).await.unwrap().items.into_iter().map(|record| record.entry).collect()
}

story!(every_entry_is_proven_offline_with_what_its_partner_holds, |app| {
    let leg = Leg::taken_over(&app).await;
    assert!(app.sign_log().await > 10);
    let (entries, keys) = (own_entries(&leg.college).await, app.log_keys().await);
    app.sign_log().await;
    for entry in &entries {
        let proof = leg.college.entry_proof(entry.event_id).await.unwrap();
        let checkpoint = proof.verify(Some(&canonical_json(entry).unwrap()), &keys).unwrap();
        assert_eq!((checkpoint.origin, proof.verify(None, &keys).is_ok()), (app.log_name(), true));
        let altered = AuditEntry { happened_at: entry.happened_at + chrono::TimeDelta::microseconds(1), ..entry.clone() };
        assert!(proof.verify(Some(&canonical_json(&altered).unwrap()), &keys).is_err());
    }
    let theirs = leg.school.entry_proof(entries[0].event_id).await.unwrap_err();
    assert_eq!(theirs.problem(), Some(ProblemKind::NotFound), "an entry is its partner's");
});

story!(behind_every_line_of_a_learners_log_is_a_proof, |app| {
    let leg = Leg::taken_over(&app).await;
    leg.college.record(leg.handover).await.unwrap();
    app.sign_log().await;
    let (keys, lines) = (app.log_keys().await, leg.school.access_log(leg.learner, &Default::default()).await.unwrap().items);
    assert!(lines.iter().any(|line| line.sentence.starts_with("ROC Maasdal")));
    for line in &lines {
        let proof = leg.school.access_log_proof(leg.learner, line.event_id).await.unwrap();
        let by_link = leg.school.send(Request::new(Method::GET, &line.proof)).await.unwrap();
        assert_eq!(String::from_utf8(by_link.body).unwrap(), proof.text());
        let leaf = Hash::from_base64(&line.leaf_hash).unwrap();
        assert!(proof.verify_leaf(leaf, &keys).is_ok(), "{}", line.sentence);
        let own = line.sentence.starts_with("Vmbo De Linde");
        assert_eq!(proof.entry.is_some(), own, "what another was refused may say more than this partner may know: {}", line.sentence);
    }
    let about_nobody = own_entries(&leg.college).await.into_iter().find(|entry| entry.subject.is_none()).unwrap();
    let elsewhere = leg.school.access_log_proof(leg.learner, about_nobody.event_id).await.unwrap_err();
    assert_eq!(elsewhere.problem(), Some(ProblemKind::NotFound), "an entry that is not about this learner is not behind their log");
});

story!(one_size_is_shown_to_be_the_beginning_of_another, |app| {
    let leg = Leg::drafted(&app).await;
    let mut seen = Vec::new();
    for _ in 0..4 {
        app.sign_log().await;
        let note = app.anonymous().checkpoint().await.unwrap();
        seen.push(checkpoint_of(&note, &app.log_keys().await).unwrap());
        leg.school.handover(leg.handover).await.unwrap();
    }
    for (at, newer) in seen.iter().enumerate() {
        for older in &seen[..=at] {
            let proof = app.anonymous().consistency(older.size, newer.size).await.unwrap();
            assert_eq!(proof.verify(older, newer), Ok(()));
            assert!(
                older.size == newer.size
                    || proof.verify(&estafette_contract::tlog::Checkpoint { root: newer.root, ..older.clone() }, newer).is_err()
            );
        }
    }
    let beyond = app.anonymous().consistency(1, seen[3].size + 1).await.unwrap_err();
    assert_eq!(beyond.problem(), Some(ProblemKind::InvalidField));
    let swapped = app.anonymous().consistency(5, 3).await.unwrap_err();
    assert_eq!(swapped.problem(), Some(ProblemKind::InvalidField));
});

story!(nothing_is_signed_when_nothing_came, |app| {
    let early = app.anonymous().checkpoint().await.unwrap_err();
    assert_eq!(early.problem(), Some(ProblemKind::NotFound), "there is no log before it is signed");
    let school = app.partner("Vmbo De Linde", estafette_contract::PartnerKind::VmboSchool).await;
    school.partners().await.unwrap();
    assert_eq!(app.sign_log().await, 4, "the first signing key, joined, signed in, read the partners");
    let note = app.anonymous().checkpoint().await.unwrap();
    assert_eq!((app.sign_log().await, app.anonymous().checkpoint().await.unwrap()), (0, note));
    assert_eq!(app.database.raw().count("audit_checkpoints"), 1);
    for path in ["0/000", "0/000.p/5", "1/000.p/1", "0/000.p/0", "0/x001", "nothing", "0/000.p/4/"] {
        let reply = app.anonymous().send(Request::new(Method::GET, format!("/v1/audit/tile/{path}"))).await.unwrap();
        assert_eq!(reply.succeeded().unwrap_err().problem(), Some(ProblemKind::NotFound), "{path}");
    }
    let tile = app.anonymous().tile(Tile { level: 0, index: 0, width: 4 }).await.unwrap();
    assert_eq!(tile.len(), 128);
});

story!(erasing_the_details_leaves_every_earlier_proof_as_it_was, |app| {
    let leg = Leg::in_transfer(&app).await;
    leg.college.record(leg.handover).await.unwrap();
    app.sign_log().await;
    let (entry, keys) = (own_entries(&leg.college).await.swap_remove(0), app.log_keys().await);
    assert!(entry.detail_commitment.is_some());
    let before = leg.college.entry_proof(entry.event_id).await.unwrap();
    app.database.raw().execute("DELETE FROM audit_details").unwrap();
    leg.college.record(leg.handover).await.unwrap();
    app.sign_log().await;
    let after = leg.college.entry_proof(entry.event_id).await.unwrap();
    assert!(before.verify(None, &keys).is_ok() && after.verify(None, &keys).is_ok());
    assert_ne!(before.checkpoint, after.checkpoint);
});

/// The bytes of every tile of a tree, as anybody can fetch them.
async fn tiles(app: &TestApp, size: u64) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut tiles = std::collections::BTreeMap::new();
    for tile in Tile::all(size) {
        tiles.insert(tile.path(), app.anonymous().tile(tile).await.unwrap());
    }
    tiles
}
