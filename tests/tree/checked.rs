//! The log recomputed from its entries: whole as long as nobody was at it, and the first difference when somebody was.

use estafette_tests::{
    harness::{TestApp, raw::Raw, scene::Leg},
    story,
};

/// A log with two checkpoints and an entry that is not signed yet.
async fn kept(app: &TestApp) -> u64 {
    let leg = Leg::in_transfer(app).await;
    app.sign_log().await;
    leg.college.record(leg.handover).await.unwrap();
    app.sign_log().await;
    leg.college.record(leg.handover).await.unwrap();
    app.database.raw().count("audit_entries") as u64 - 1
}

story!(a_log_that_nobody_was_at_is_whole, |app| {
    let signed = kept(&app).await;
    let found = app.check_log();
    assert_eq!((found.entries, found.waiting, found.shards, found.checkpoints, found.difference), (signed, 1, 1, 2, None));
    app.database.raw().execute("DELETE FROM audit_details").unwrap();
    assert_eq!(app.check_log().difference, None, "details may be erased");
});

/// Takes away what keeps the log from being changed, as whoever has the database can.
fn unguarded(app: &TestApp) -> Raw {
    let mut rows = app.database.raw();
    let triggers = match &rows {
        Raw::Sqlite(_) => "SELECT name || '' AS line FROM sqlite_schema WHERE type = 'trigger' AND tbl_name LIKE 'audit%'",
        Raw::Postgres(_) => {
            "SELECT tgname || ' ON ' || tgrelid::regclass AS line FROM pg_trigger WHERE tgrelid::regclass::text LIKE 'audit%' AND NOT tgisinternal"
        }
    };
    for trigger in rows.lines(triggers) {
        rows.execute(&format!("DROP TRIGGER {trigger}")).unwrap();
    }
    rows
}

/// What somebody does to the log, and how that is told.
const DONE_TO_IT: [(&str, &str); 6] = [
    (
        "UPDATE audit_entries SET entry = replace(entry, 'done', 'none') WHERE event_id = (SELECT min(event_id) FROM audit_entries)",
        "is not the one that was put in the log",
    ),
    (
        "UPDATE audit_details SET details = '{}' WHERE event_id = (SELECT min(event_id) FROM audit_details)",
        "is not the one that was put in the log",
    ),
    ("DELETE FROM audit_entries WHERE event_id = (SELECT min(event_id) FROM audit_entries)", "entry 0 is"),
    ("DELETE FROM audit_tiles", "is missing or not whole"),
    ("UPDATE audit_checkpoints SET note = replace(note, 'audit', 'other')", "was not signed with this log-signing.pem"),
    ("DELETE FROM audit_checkpoints WHERE size = (SELECT max(size) FROM audit_checkpoints)", "The database is older than the log"),
];

story!(whatever_is_done_to_the_log_is_the_first_difference, |app| {
    kept(&app).await;
    for (done, told) in DONE_TO_IT {
        let mut rows = unguarded(&app);
        rows.execute("CREATE TABLE kept_entries AS SELECT * FROM audit_entries; CREATE TABLE kept_details AS SELECT * FROM audit_details; \
                      CREATE TABLE kept_tiles AS SELECT * FROM audit_tiles; CREATE TABLE kept_checkpoints AS SELECT * FROM audit_checkpoints").unwrap();
        rows.execute(done).unwrap();
        let difference = app.check_log().difference.unwrap_or_default();
        assert!(difference.contains(told), "{done}: {difference}");
        for table in ["entries", "details", "tiles", "checkpoints"] {
            rows.execute(&format!(
                "DELETE FROM audit_{table}; INSERT INTO audit_{table} SELECT * FROM kept_{table}; DROP TABLE kept_{table}"
            ))
            .unwrap();
        }
        assert_eq!(app.check_log().difference, None, "everything was put back after {done}");
    }
});

story!(an_entry_that_the_service_did_not_write_is_a_difference, |app| {
    kept(&app).await;
    let mut rows = app.database.raw();
    let (number, value) = match &rows {
        Raw::Sqlite(_) => ("arrival, ", "-1, "),
        Raw::Postgres(_) => ("", ""),
    };
    rows.execute(&format!(
        "INSERT INTO audit_entries ({number}event_id, partner_id, subject, entry) SELECT {value}'invented', partner_id, subject, entry \
         FROM audit_entries ORDER BY event_id LIMIT 1"
    ))
    .unwrap();
    assert!(app.check_log().difference.unwrap().starts_with("1 entries are in no tree"));
});
