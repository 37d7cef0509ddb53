//! Watching from outside: whoever kept a checkpoint notices when the log is written anew.

use estafette_client::WatchError;
use estafette_tests::{harness::scene::Leg, story};

story!(a_watcher_sees_the_log_grow, |app| {
    let leg = Leg::drafted(&app).await;
    app.sign_log().await;
    let (watcher, keys) = (app.anonymous(), app.log_keys().await);
    let first = watcher.look_at_log(&keys, None).await.unwrap();
    assert_eq!(first.before, None);
    let same = watcher.look_at_log(&keys, Some(&first.note)).await.unwrap();
    assert_eq!((same.before, &same.checkpoint), (Some(first.checkpoint.size), &first.checkpoint));
    leg.school.handover(leg.handover).await.unwrap();
    app.sign_log().await;
    let grown = watcher.look_at_log(&keys, Some(&first.note)).await.unwrap();
    assert!(grown.checkpoint.size > first.checkpoint.size);
});

story!(a_watcher_notices_a_log_that_is_another, |app| {
    let leg = Leg::drafted(&app).await;
    app.sign_log().await;
    let (watcher, keys) = (app.anonymous(), app.log_keys().await);
    let seen = watcher.look_at_log(&keys, None).await.unwrap();
    let shorter = app.database.raw().lines("SELECT note AS line FROM audit_checkpoints").remove(0);
    leg.school.handover(leg.handover).await.unwrap();
    app.sign_log().await;
    let newer = watcher.look_at_log(&keys, Some(&seen.note)).await.unwrap();

    // Somebody who has the database lets it tell of the time before.
    let mut rows = app.database.raw();
    let kept = format!("note = '{}'", shorter.replace('\'', "''"));
    let guard = match &rows {
        estafette_tests::harness::raw::Raw::Sqlite(_) => "DROP TRIGGER audit_checkpoints_stay",
        estafette_tests::harness::raw::Raw::Postgres(_) => "ALTER TABLE audit_checkpoints DISABLE TRIGGER USER",
    };
    rows.execute(guard).unwrap();
    rows.execute(&format!("DELETE FROM audit_checkpoints WHERE NOT {kept}")).unwrap();
    let cut = watcher.look_at_log(&keys, Some(&newer.note)).await.unwrap_err();
    assert!(matches!(cut, WatchError::CutOff { .. }), "{cut}");
    assert!(cut.to_string().starts_with("THE LOG WAS CUT OFF"));

    let other = estafette_contract::tlog::NoteKey::from_text(&keys[0].to_string()).unwrap();
    let forged = seen.note.replace(&seen.checkpoint.root.to_string(), &estafette_contract::tlog::Hash::empty().to_string());
    let unsigned = watcher.look_at_log(&[other], Some(&forged)).await.unwrap_err();
    assert!(matches!(unsigned, WatchError::Unsigned(..)), "{unsigned}");
});
