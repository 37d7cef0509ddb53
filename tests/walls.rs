//! The second wall on PostgreSQL: whatever a query forgets to filter, nobody is given a row of anybody else.

use estafette_client::PageOptions;
use estafette_contract::{ClaimForm, PartnerKind, Scope, Section, scope::HandoversRead};
use estafette_db::{Actor, Trace, Viewer};
use estafette_tests::harness::{
    Database, Partner, TestApp, items,
    own::for_student,
    raw::Raw,
    scene::{Leg, career, noor},
};
use uuid::Uuid;

/// What lies behind the wall: everything of a person, and everything of a handover.
const WALLED: [&str; 25] = [
    "alternatives",
    "claims",
    "consents",
    "conversation_confirmations",
    "conversation_times",
    "conversations",
    "events",
    "feedback",
    "handover_moves",
    "handover_sections",
    "handover_terms",
    "handovers",
    "idempotency",
    "informings",
    "introductions",
    "learner_pseudonyms",
    "learners",
    "notices",
    "objections",
    "own_sessions",
    "past_needs",
    "plan_steps",
    "questions",
    "representatives",
    "rights_requests",
];

/// What lies before it, reviewed: nothing of a person, but for the log, which has references and no names and is read by whoever it is about.
const BEFORE_IT: [&str; 24] = [
    "__diesel_schema_migrations",
    "adopted_matrices",
    "audit_arrivals",
    "audit_checkpoints",
    "audit_details",
    "audit_entries",
    "audit_leaves",
    "audit_shards",
    "audit_tiles",
    "burnt_keys",
    "erasures",
    "house",
    "leases",
    "partner_certificates",
    "partner_keys",
    "partners",
    "proposals",
    "report_releases",
    "revoked_tokens",
    "signing_keys",
    "transition_facts",
    "used_assertions",
    "wrapping_keys",
    "wrapping_rotations",
];

/// More behind it, of which there is a row only for whoever has something to do.
const LISTS: [&str; 17] = [
    "aftercare_items",
    "aliases",
    "referrals",
    "referral_answers",
    "contact_requests",
    "desks",
    "views",
    "work_items",
    "subscriptions",
    "deliveries",
    "cases",
    "aftercare",
    "aftercare_contacts",
    "vsv_fold_keys",
    "vsv_folds",
    "vsv_imports",
    "report_own",
];

fn walled() -> impl Iterator<Item = &'static str> {
    WALLED.into_iter().chain(LISTS)
}

/// A handover with something in most tables, of which two partners and a learner know.
async fn much_of_it(app: &TestApp) -> (Leg, Uuid) {
    let leg = Leg::drafted(app).await;
    let (school, college, id, now) = (&leg.school, &leg.college, leg.handover, app.clock().now());
    school.put_section(id, career(), None, None).await.unwrap();
    let consent = estafette_tests::harness::scene::consent(Section::CareerProfile, now);
    estafette_tests::harness::scene::make_ready_with(school, id, now, &[consent]).await;
    school.offer(id, &Default::default()).await.unwrap();
    college.accept(id, &estafette_tests::harness::scene::accepting()).await.unwrap();
    college.record_conversation(id, &estafette_tests::harness::scene::conversation(now)).await.unwrap();
    college.ask_question(id, &items::asking("Komt er iemand mee?")).await.unwrap();
    school.transfer(id, &Default::default()).await.unwrap();
    let student = app.student(school, leg.learner).await;
    student.object(id, &estafette_tests::harness::own::objecting(Section::SupportNeeds)).await.unwrap();
    school.make_claim(leg.learner, &for_student(ClaimForm::Code)).await.unwrap();
    (leg, id)
}

/// The partner, as the store knows who looks.
fn viewer(partner: &Partner) -> Viewer<HandoversRead> {
    let trace = Trace { trace_id: Uuid::new_v4().simple().to_string(), span_id: "0000000000000001".into(), parent_id: None };
    let actor = Actor {
        client_id: partner.credentials.client_id.clone(),
        partner: partner.id,
        kind: partner.kind,
        scopes: HandoversRead::NAME.into(),
        professional: None,
        trace,
    };
    #[expect(clippy::disallowed_methods, reason = "the wall is leaned on from within")]
    Viewer::vouch(actor)
}

async fn in_sight(app: &TestApp, partner: &Partner, table: &'static str) -> i64 {
    app.store().in_sight(viewer(partner), table).await.unwrap()
}

#[actix_web::test]
async fn without_any_filter_a_partner_finds_no_row_of_others() {
    if !Database::Postgres.is_here() {
        return;
    }
    let app = TestApp::start(Database::Postgres).await;
    let (leg, _) = much_of_it(&app).await;
    let outsider = app.partner("ROC Rijnveld", PartnerKind::MboCollege).await;
    let mut rows = app.database.raw();
    let mut filled = 0;
    for table in walled() {
        // In turn, so that each of the three looks by connections that others looked by.
        let (sender, receiver) = (in_sight(&app, &leg.school, table).await, in_sight(&app, &leg.college, table).await);
        let all = rows.count(table) as i64;
        assert_eq!(in_sight(&app, &outsider, table).await, 0, "{table}: {all} rows, and none of them is the outsider's");
        assert!(sender <= all && receiver <= all, "{table}");
        filled += usize::from(all > 0);
    }
    assert!(filled >= 16, "only {filled} tables hold anything");
    let shared = [in_sight(&app, &leg.school, "handover_sections").await, in_sight(&app, &leg.college, "handover_sections").await];
    assert_eq!(shared, [3, 3], "both parties find what they share");
    assert_eq!(in_sight(&app, &leg.college, "claims").await, 0, "a code is the learner's and nobody else's");
}

#[actix_web::test]
async fn another_handover_of_the_same_two_kinds_stays_behind_the_wall() {
    if !Database::Postgres.is_here() {
        return;
    }
    let app = TestApp::start(Database::Postgres).await;
    let (leg, _) = much_of_it(&app).await;
    let elsewhere = app.partner("Vmbo De Beuk", PartnerKind::VmboSchool).await;
    let learner = elsewhere.register_learner(&noor()).await.unwrap().id;
    estafette_tests::harness::scene::draft(&elsewhere, &leg.college, learner).await;
    assert_eq!(in_sight(&app, &leg.school, "handovers").await, 1);
    assert_eq!(in_sight(&app, &leg.school, "learners").await, 1);
    assert_eq!(in_sight(&app, &elsewhere, "handovers").await, 1);
    assert_eq!(in_sight(&app, &elsewhere, "handover_sections").await, 2);
}

#[actix_web::test]
async fn a_record_that_was_found_by_a_party_opens_nothing_for_another_partner() {
    if !Database::Postgres.is_here() {
        return;
    }
    let app = TestApp::start(Database::Postgres).await;
    let (leg, id) = much_of_it(&app).await;
    let outsider = app.partner("ROC Rijnveld", PartnerKind::MboCollege).await;
    for table in ["handover_sections", "consents", "views", "objections", "rights_requests", "past_needs"] {
        // Each reading is remembered by the connection that the next look goes by.
        for _ in 0..3 {
            assert!(!leg.college.record(id).await.unwrap().sections.is_empty());
            assert_eq!(in_sight(&app, &outsider, table).await, 0, "{table}");
        }
    }
}

#[actix_web::test]
async fn who_does_not_say_who_looks_finds_nothing() {
    use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl, sql_query, sql_types::BigInt};
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    if !Database::Postgres.is_here() {
        return;
    }
    let app = TestApp::start(Database::Postgres).await;
    much_of_it(&app).await;
    let estafette_db::Address::Postgres(url) = app.database.address() else { panic!("it runs on PostgreSQL") };
    let mut conn = PgConnection::establish(&url).unwrap();
    for table in walled() {
        let found: Count = sql_query(format!("SELECT count(*) AS count FROM {table}")).get_result(&mut conn).unwrap();
        assert_eq!(found.count, 0, "{table}");
    }
}

#[actix_web::test]
async fn every_table_is_behind_the_wall_or_on_the_reviewed_list() {
    if !Database::Postgres.is_here() {
        return;
    }
    let app = TestApp::start(Database::Postgres).await;
    let mut rows = app.database.raw();
    let tables = |rows: &mut Raw, forced: bool| {
        rows.lines(&format!(
            "SELECT relname::text AS line FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace \
             AND (relrowsecurity AND relforcerowsecurity) = {forced} ORDER BY relname"
        ))
    };
    let mut behind: Vec<&str> = walled().collect();
    behind.sort_unstable();
    assert_eq!(tables(&mut rows, true), behind, "a table of a person or a handover gets a policy in its migration");
    assert_eq!(tables(&mut rows, false), BEFORE_IT);
}

#[actix_web::test]
async fn the_wall_costs_a_reading_no_exchange_with_the_server() {
    if !Database::Postgres.is_here() {
        return;
    }
    let (app, listening) = TestApp::overheard(Database::Postgres).await;
    let (leg, id) = much_of_it(&app).await;
    let readers = [&leg.college, &leg.school];
    for reader in readers {
        reader.record(id).await.unwrap();
    }
    listening.heard();
    for reader in readers {
        reader.record(id).await.unwrap();
        let heard = listening.heard();
        assert!(heard.iter().all(|statement| !statement.starts_with("SET")), "{heard:?}");
        let saying = heard.iter().filter(|statement| statement.contains("set_config")).count();
        assert_eq!(saying, 1, "{heard:?}");
    }
    leg.college.inbox(&PageOptions::default()).await.unwrap();
    let heard = listening.heard();
    // The group writer begins something too, to see whether its connection still lives.
    let college = format!("SET LOCAL estafette.viewer TO '{}'", leg.college.id);
    let begun = heard.iter().filter(|statement| statement.contains(&college)).count();
    assert_eq!((begun, heard.iter().filter(|statement| statement.starts_with("SET")).count()), (1, 0), "{heard:?}");
}
