//! What lies in the database: nothing of a person that can be read, or moved to where it does not belong.

use estafette_contract::{AuditOutcome, NoDetails, PartnerKind, ProblemKind, Section, Transition};
use estafette_db::Store;
use estafette_tests::{
    harness::{
        Database, TestApp, TestDatabase, items,
        raw::Raw,
        scene::{self, Leg, holding, informing, text},
        way::Way,
    },
    story,
};

/// Words from names, free texts and sections; long enough never to appear in a ciphertext by chance.
const WORDS: &[&str] = &[
    "Vermeulen",
    "2004-02-11",
    "2009-03-14",
    "Els Jansen",
    "Bram Willems",
    "Fatima Aydin",
    "Ria van der Meer",
    "team@deregio",
    "0611111111",
    "Suikerziekte",
    "grote groepen",
    "plannen van grote",
    "Ik luister goed",
    "Bleef rustig",
    "Twee weken in het najaar",
    "Een maatje",
    "ouderen werken",
    "Zonder dit mist",
    "Ik vind het goed",
    "Een goede start",
    "scan 2026-0031",
    "eerste week",
    "past hier beter",
    "tweemaal gebeld",
    "gaat door de ouders",
    "maandag bellen",
    "liever zelf",
    "Hoeveel hulp",
    "Vooral in het begin",
    "Daar is meer tijd",
    "Goed idee",
];

/// A handover with something in every field that takes a text.
async fn full_handover(app: &TestApp) {
    let way = Way::drafted(app, Transition::VmboMbo, PartnerKind::VmboSchool, PartnerKind::MboCollege).await;
    let reachable_at = estafette_contract::content::Contact { email: Some(text("team@deregio.example")), phone: None };
    let ground = estafette_contract::RepresentationGround::ParentalAuthority;
    let aunt = estafette_contract::NewRepresentative { name: text("Ria van der Meer"), ground, reachable_at };
    way.sender.add_representative(way.learner, &aunt).await.unwrap();
    let now = app.clock().now();
    let called = estafette_contract::NewInforming { note: Some(text("tweemaal gebeld")), ..informing(now) };
    way.sender.inform(way.handover, &called).await.unwrap();
    way.sender.hold(way.handover, &holding("gaat door de ouders")).await.unwrap();
    way.sender.resume(way.handover, &NoDetails {}).await.unwrap();
    way.to_transfer(app).await;
    let asked = way.receiver.ask_question(way.handover, &items::asking("Hoeveel hulp?")).await.unwrap().id;
    way.sender.answer_question(way.handover, asked, &items::answering("Vooral in het begin")).await.unwrap();
    let why = Some(text("Daar is meer tijd"));
    let desk = estafette_contract::NewAlternative { explanation: why, ..items::another_desk("Loket Zuid") };
    let proposed = way.receiver.propose_alternative(way.handover, &desk).await.unwrap().id;
    way.sender.decide_alternative(way.handover, proposed, &items::accepting_it()).await.unwrap();
    way.receiver.record(way.handover).await.unwrap();
    way.take_over().await;
    let step = way.receiver.plan_steps(way.handover, &Default::default()).await.unwrap().items[0].id;
    let why = estafette_contract::StepReturn { reason: text("Dat doet Noor liever zelf") };
    way.receiver.return_step(way.handover, step, &why).await.unwrap();
    let told = estafette_contract::NewFeedback { note: Some(text("past hier beter")), ..scene::started(estafette_db::dutch_day(now)) };
    way.receiver.give_feedback(way.handover, &told).await.unwrap();
    way.sender.access_log(way.learner, &Default::default()).await.unwrap();
}

/// Everything that lies in the database, as bytes.
pub fn bytes_at_rest(app: &TestApp) -> Vec<u8> {
    match &app.database {
        TestDatabase::Sqlite(folder) => {
            let files = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path());
            files.flat_map(|file| std::fs::read(file).unwrap()).collect()
        }
        TestDatabase::Postgres(_) => {
            let mut rows = app.database.raw();
            let tables = rows.lines("SELECT table_name::text AS line FROM information_schema.tables WHERE table_schema = 'public'");
            let dumped = tables.iter().flat_map(|table| rows.lines(&format!("SELECT t::text AS line FROM {table} t")));
            dumped.collect::<Vec<_>>().join("\n").into_bytes()
        }
    }
}

/// The word as it is, and as PostgreSQL writes it in a binary column.
fn appears(bytes: &[u8], word: &str) -> bool {
    let hex: String = word.bytes().map(|byte| format!("{byte:02x}")).collect();
    [word.as_bytes(), hex.as_bytes()].iter().any(|form| bytes.windows(form.len()).any(|window| window == *form))
}

story!(no_name_text_or_section_lies_in_the_database, |app| {
    full_handover(&app).await;
    let bytes = bytes_at_rest(&app);
    assert!(appears(&bytes, "Verzender vmbo_school") && appears(&bytes, "handover.takeover"), "this is the database");
    for word in WORDS {
        assert!(!appears(&bytes, word), "{word} lies there in the clear");
    }
});

/// Puts the sealed content of one row in the place of another.
fn swap(rows: &mut Raw, from: &str, to: &str) {
    let sql = format!("UPDATE handover_sections SET content = (SELECT content FROM handover_sections WHERE {from}) WHERE {to}");
    rows.execute(&sql).unwrap();
}

fn row(handover: uuid::Uuid, section: Section, version: i64) -> String {
    format!("handover_id = '{handover}' AND section = '{section}' AND version = {version}")
}

async fn does_not_open(leg: &Leg) {
    for client in [&leg.school, &leg.college] {
        let refused = client.section(leg.handover, Section::SupportNeeds).await.unwrap_err();
        assert_eq!(refused.problem(), Some(ProblemKind::Internal), "{refused}");
        let refused = client.record(leg.handover).await.unwrap_err();
        assert_eq!(refused.problem(), Some(ProblemKind::Internal));
        let told = format!("{refused:?}");
        assert!(!told.contains("plannen") && !told.contains("Noor") && !told.contains("crypt"), "{told}");
    }
    let failed = &leg.college.audit_entries(&Default::default()).await.unwrap().items[0].entry;
    assert_eq!((failed.outcome, failed.reason.as_deref()), (AuditOutcome::Failed, Some("internal")));
}

story!(content_that_was_moved_does_not_open, |app| {
    let leg = Leg::drafted(&app).await;
    let (_, tag) = leg.school.section(leg.handover, Section::SupportNeeds).await.unwrap();
    leg.school.put_section(leg.handover, scene::support(), None, Some(&tag)).await.unwrap();
    let now = app.clock().now();
    scene::make_ready(&leg.school, leg.handover, now).await;
    leg.school.offer(leg.handover, &Default::default()).await.unwrap();
    leg.college.accept(leg.handover, &scene::accepting()).await.unwrap();
    leg.school.transfer(leg.handover, &NoDetails {}).await.unwrap();
    let sibling = scene::draft(&leg.school, &leg.college, leg.learner).await;
    let stranger = leg.school.register_learner(&scene::noor()).await.unwrap().id;
    let stranger = scene::draft(&leg.school, &leg.college, stranger).await;
    leg.college.record(leg.handover).await.unwrap();

    let mut rows = app.database.raw();
    let here = row(leg.handover, Section::SupportNeeds, 2);
    for from in [
        row(leg.handover, Section::SupportNeeds, 1),
        row(leg.handover, Section::IdentityContact, 1),
        row(sibling, Section::SupportNeeds, 1),
        row(stranger, Section::SupportNeeds, 1),
    ] {
        swap(&mut rows, &from, &here);
        does_not_open(&leg).await;
    }
});

story!(a_learners_details_do_not_open_in_anothers_row, |app| {
    let leg = Leg::drafted(&app).await;
    leg.school.register_learner(&estafette_contract::NewLearner { given_name: text("Wessel"), ..scene::noor() }).await.unwrap();
    let mut rows = app.database.raw();
    rows.execute("UPDATE learners SET personal = (SELECT personal FROM learners ORDER BY id DESC LIMIT 1)").unwrap();
    assert_eq!(leg.school.learner(leg.learner).await.unwrap_err().problem(), Some(ProblemKind::Internal));
    rows.execute("UPDATE learners SET data_key = (SELECT data_key FROM learners ORDER BY id DESC LIMIT 1)").unwrap();
    let refused = leg.school.learner(leg.learner).await.unwrap_err();
    assert_eq!(refused.problem(), Some(ProblemKind::Internal), "the key does not fit either");
});

/// Every table, column, index and trigger of the schema.
fn schema(rows: &mut Raw) -> Vec<String> {
    match rows {
        Raw::Sqlite(_) => rows.lines("SELECT name || ': ' || COALESCE(sql, '') AS line FROM sqlite_master ORDER BY name"),
        Raw::Postgres(_) => rows.lines(
            "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS line \
             FROM information_schema.columns WHERE table_schema = 'public' \
             UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' \
             UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal \
             UNION ALL SELECT proname::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1",
        ),
    }
}

fn migrations_go_up_and_down_and_up(database: Database) -> Vec<String> {
    let database = TestDatabase::empty(database);
    let address = database.address();
    let ran = Store::migrate(&address).unwrap();
    assert_eq!(Store::migrate(&address).unwrap(), Vec::<String>::new(), "once is enough");
    let before = schema(&mut database.raw());
    assert!(before.iter().any(|line| line.contains("audit_entries")));
    let mut back = Store::unmigrate(&address).unwrap();
    let left = schema(&mut database.raw());
    assert!(left.iter().all(|line| line.contains("__diesel_schema_migrations")), "{left:?}");
    assert_eq!(Store::migrate(&address).unwrap(), ran);
    assert_eq!(schema(&mut database.raw()), before);
    back.sort();
    assert_eq!(back, ran);
    ran
}

#[test]
fn migrations_can_be_taken_back_and_run_again_and_have_one_name_on_both_databases() {
    let on_sqlite = migrations_go_up_and_down_and_up(Database::Sqlite);
    if Database::Postgres.is_here() {
        assert_eq!(migrations_go_up_and_down_and_up(Database::Postgres), on_sqlite);
    }
}
