//! What grows is never searched from end to end: the plans of the statements the service sends, on both databases.
//!
//! The statements are overheard, so they are those of the service and no copies. The plans are made for no value in particular, as
//! those of prepared statements are.

mod postgres;
mod sqlite;

use estafette_client::{Client, PageOptions};
use estafette_contract::{NoDetails, OfferDetails, PartnerKind};
use estafette_tests::harness::{
    Database, TestApp,
    items::{accepting_it, another_desk, answering, asking},
    raw::Raw,
    scene::{Leg, accepting, agreed, conversation, informing, noor, started, taking_over},
    statements::Listening,
};
use uuid::Uuid;

/// What does not grow with days or handovers; whatever else there is does, also what is new.
const STEADY: [&str; 5] = ["partners", "partner_keys", "house", "leases", "__diesel_schema_migrations"];

/// Whether rows may be put in order after they were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// A list that goes on page after page: they come out of the index as they are asked for.
    FromTheIndex,
    /// There are only a few.
    Sorted,
}

#[actix_web::test]
async fn no_call_searches_what_grows_from_end_to_end_on_sqlite() {
    every_plan_uses_an_index(Database::Sqlite).await;
}

#[actix_web::test]
async fn no_call_searches_what_grows_from_end_to_end_on_postgres() {
    if Database::Postgres.is_here() {
        every_plan_uses_an_index(Database::Postgres).await;
    }
}

async fn every_plan_uses_an_index(database: Database) {
    let (app, listening) = TestApp::overheard(database).await;
    let calls = calls(&app, &listening).await;
    let mut others = Vec::new();
    // As many as a region has: with only a few, all handovers there are may be the shorter way to one partner's.
    for number in 0..24 {
        others.push(app.partner(&format!("Vmbo {number}"), PartnerKind::VmboSchool).await.id);
    }
    let mut raw = app.database.raw();
    raw.multiply(500, &others);
    for (call, order, statements) in &calls {
        let plans: Vec<&String> = statements.iter().filter(|statement| has_plan(statement)).collect();
        assert!(plans.len() > 1, "{call}: nothing but {statements:?} was overheard");
        for statement in plans {
            // Only a list has an order to keep.
            let order = if statement.contains(" ORDER BY ") { *order } else { Order::Sorted };
            let objection = match &mut raw {
                Raw::Sqlite(_) => sqlite::objection(&mut raw, statement, order),
                Raw::Postgres(_) => postgres::objection(&mut raw, statement, order),
            };
            assert_eq!(objection, None, "{call}: {statement}");
        }
    }
}

fn has_plan(statement: &str) -> bool {
    ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].iter().any(|verb| statement.starts_with(verb))
}

/// Every call of a handover from beginning to end, with the statements it came to.
async fn calls(app: &TestApp, listening: &Listening) -> Vec<(&'static str, Order, Vec<String>)> {
    use Order::{FromTheIndex, Sorted};
    let mut calls = Vec::new();
    let mut heard = |call, order| calls.push((call, order, listening.heard()));
    let leg = Leg::drafted(app).await;
    heard("registering, drafting and writing", Sorted);
    let (school, college, id, now) = (&leg.school, &leg.college, leg.handover, app.clock().now());
    school.inform(id, &informing(now)).await.expect("informed");
    school.review(id, &NoDetails {}).await.expect("in review");
    school.record_view(id, &agreed(now)).await.expect("viewed");
    school.ready(id, &NoDetails {}).await.expect("ready");
    school.offer(id, &OfferDetails::default()).await.expect("offered");
    heard("reviewing and offering", Sorted);
    let another = Leg { handover: estafette_tests::harness::scene::draft(school, college, leg.learner).await, ..leg };
    let (school, college) = (&another.school, &another.college);
    school.register_learner(&noor()).await.expect("registered");
    listening.heard();
    let page = PageOptions { cursor: None, limit: Some(1) };
    college.inbox(&page).await.expect("an inbox");
    heard("inbox", FromTheIndex);
    let first = school.outbox(&page).await.expect("an outbox");
    heard("outbox", FromTheIndex);
    school.outbox(&PageOptions { cursor: first.next_cursor, limit: Some(1) }).await.expect("a second page");
    heard("second page of the outbox", FromTheIndex);
    college.accept(id, &accepting()).await.expect("accepted");
    heard("accepting", Sorted);
    college.record_conversation(id, &conversation(now)).await.expect("recorded");
    school.transfer(id, &NoDetails {}).await.expect("transferring");
    heard("transferring", Sorted);
    college.record(id).await.expect("a record");
    heard("record", Sorted);
    ask_and_propose(school, college, id).await;
    heard("questions and alternatives", Sorted);
    list_items(college, id).await;
    heard("lists of questions and alternatives", FromTheIndex);
    college.handover(id).await.expect("a handover");
    college.history(id).await.expect("a history");
    heard("handover and history", Sorted);
    college.take_over(id, &taking_over()).await.expect("taken over");
    college.give_feedback(id, &started(estafette_db::dutch_day(now))).await.expect("told");
    heard("taking over", Sorted);
    let first = school.audit_entries(&page).await.expect("entries");
    school.audit_entries(&PageOptions { cursor: first.next_cursor, limit: Some(1) }).await.expect("a second page");
    heard("own entries", FromTheIndex);
    school.access_log(another.learner, &page).await.expect("an access log");
    heard("access log", FromTheIndex);
    let first = school.work_items(&page).await.expect("a work list");
    school.work_items(&PageOptions { cursor: first.next_cursor, limit: Some(1) }).await.expect("a second page");
    school.my_work_items(&page).await.expect("a work list of one's own");
    heard("work list", FromTheIndex);
    app.days_pass(28);
    assert!(app.look().await.reminders > 0);
    heard("what the clock does", Sorted);
    calls
}

/// Asks and proposes twice, with everything that comes of it.
async fn ask_and_propose(school: &Client, college: &Client, id: Uuid) {
    for question in ["Komt er iemand mee?", "Welke dag past?"] {
        let asked = college.ask_question(id, &asking(question)).await.expect("asked").id;
        let proposed = college.propose_alternative(id, &another_desk("Intake Zorg")).await.expect("proposed").id;
        school.answer_question(id, asked, &answering("Ja")).await.expect("answered");
        school.decide_alternative(id, proposed, &accepting_it()).await.expect("decided");
    }
}

/// Reads the first two pages of what hangs on a handover.
async fn list_items(college: &Client, id: Uuid) {
    let page = |cursor| PageOptions { cursor, limit: Some(1) };
    let first = college.questions(id, &page(None)).await.expect("questions");
    college.questions(id, &page(first.next_cursor)).await.expect("a second page");
    let first = college.alternatives(id, &page(None)).await.expect("alternatives");
    college.alternatives(id, &page(first.next_cursor)).await.expect("a second page");
}
