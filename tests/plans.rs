//! What grows is never searched from end to end: the plans of the statements the service sends, on both databases.
//!
//! The statements are overheard, so they are those of the service and no copies. The plans are made for no value in particular, as
//! those of prepared statements are.

mod postgres;
mod sqlite;
mod telling;

use chrono::{DateTime, Utc};
use estafette_client::{Client, PageOptions};
use estafette_contract::{
    AuditOutcome, ClaimForm, DisclosureSearch, EntrySearch, HandoverSearch, HandoverStatus, NewOwnClaim, NewPastNeed, NoDetails,
    OfferDetails, PartnerKind, ProcessingRecordSearch, RightKind, Section, StepAcceptance, Transition,
};
use estafette_tests::harness::{
    Database, TestApp, contents,
    items::{accepting_it, another_desk, answering, asking},
    own::{asking as asking_for, objecting, showing},
    raw::Raw,
    scene::{Leg, accepting, agreed, application, consent, conversation, informing, noor, started, taking_back, taking_over},
    statements::Listening,
};
use uuid::Uuid;

/// What does not grow with days or handovers; whatever else there is does, also what is new.
///
/// What arrived in the log stays among the arrivals for a second only.
const STEADY: [&str; 15] = [
    "partners",
    "desks",
    "subscriptions",
    "partner_keys",
    "partner_certificates",
    "signing_keys",
    "wrapping_keys",
    "wrapping_rotations",
    "adopted_matrices",
    // Only until they expire.
    "revoked_tokens",
    "house",
    "leases",
    "audit_arrivals",
    "audit_shards",
    "__diesel_schema_migrations",
];

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
        assert!(!plans.is_empty(), "{call}: nothing but {statements:?} was overheard");
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

/// A call, whether it keeps an order, and the statements it came to.
type Heard = (&'static str, Order, Vec<String>);

/// Every call of a handover from beginning to end, with the statements it came to.
async fn calls(app: &TestApp, listening: &Listening) -> Vec<Heard> {
    use Order::{FromTheIndex, Sorted};
    let mut calls = Vec::new();
    let mut heard = |call, order| calls.push((call, order, listening.heard()));
    // What is asked once at the start is no call.
    listening.heard();
    let leg = Leg::drafted(app).await;
    heard("registering, drafting and writing", Sorted);
    let (school, college, id, now) = (&leg.school, &leg.college, leg.handover, app.clock().now());
    review_and_offer(school, id, now).await;
    heard("reviewing and offering", Sorted);
    let another = Leg { handover: estafette_tests::harness::scene::draft(school, college, leg.learner).await, ..leg };
    let (school, college) = (&another.school, &another.college);
    school.register_learner(&noor()).await.expect("registered");
    listening.heard();
    read_the_boxes(school, college).await;
    heard("inbox and outbox", FromTheIndex);
    consent_and_withdraw(school, another.learner, id, now).await;
    heard("consenting and withdrawing", Sorted);
    let told = school.notices(&ONE).await.expect("notices").items.remove(0);
    heard("notices", FromTheIndex);
    school.acknowledge(told.id).await.expect("acknowledged");
    college.accept(id, &accepting()).await.expect("accepted");
    heard("accepting", Sorted);
    talk_and_transfer(school, college, id, now).await;
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
    take_over_and_answer(college, id, now).await;
    heard("taking over", Sorted);
    college.plan_steps(id, &ONE).await.expect("steps");
    heard("steps", FromTheIndex);
    on_the_own_page(app, college, id).await;
    heard("the own page", Sorted);
    calls.extend(calls_of_lists(listening, &another).await);
    calls.extend(telling::calls(app, listening, &another.school).await);
    let mut heard = |call, order| calls.push((call, order, listening.heard()));
    app.days_pass(28);
    assert!(app.look().await.reminders > 0);
    heard("what the clock does", Sorted);
    prove(app, school).await;
    heard("signing and proving", Sorted);
    calls
}

/// What a learner reads and says themself, and what it leads to.
async fn on_the_own_page(app: &TestApp, college: &Client, handover: Uuid) {
    let known = college.record(handover).await.expect("a record").learner_id;
    let noor = app.student(college, known).await;
    noor.own_handovers(&ONE).await.expect("handovers");
    noor.own_handover(handover).await.expect("a handover");
    noor.own_access_log(&ONE).await.expect("a log");
    noor.object(handover, &objecting(Section::SupportNeeds)).await.expect("an objection");
    noor.make_request(handover, &asking_for(RightKind::Restrict)).await.expect("a request");
    noor.mark_past_need(handover, &NewPastNeed { version: 1, number: 1 }).await.expect("a mark");
    noor.take_along().await.expect("everything");
    let code = noor.make_own_claim(&NewOwnClaim { form: ClaimForm::Code }).await.expect("a code").code;
    college.find_learner(&showing(&code)).await.expect("found");
}

/// The calls that look through much at once.
async fn calls_of_lists(listening: &Listening, leg: &Leg) -> Vec<Heard> {
    use Order::{FromTheIndex, Sorted};
    let (school, mut calls) = (&leg.school, Vec::new());
    let mut heard = |call, order| calls.push((call, order, listening.heard()));
    read_the_log(school, leg.learner).await;
    heard("own entries and access log", FromTheIndex);
    search_the_log(leg).await;
    heard("searching the log", FromTheIndex);
    read_the_work_list(school).await;
    heard("work list", FromTheIndex);
    let all = HandoverSearch::default;
    let statuses = [HandoverStatus::Draft, HandoverStatus::TakenOver].into();
    let before = Some("2199-01-01T00:00:00Z".parse().expect("an instant"));
    search(leg, &all()).await;
    search(leg, &HandoverSearch { statuses, ..all() }).await;
    search(leg, &HandoverSearch { transitions: [Transition::VmboMbo].into(), term_ends_before_at: before, ..all() }).await;
    heard("searching much", FromTheIndex);
    search(leg, &HandoverSearch { partner_id: Some(leg.college.id), ..all() }).await;
    search(leg, &HandoverSearch { application_reference: Some(application()), ..all() }).await;
    school.search(&HandoverSearch { learner_id: Some(leg.learner), ..all() }, &ONE).await.expect("found");
    heard("searching little", Sorted);
    calls
}

/// The first page of a list, with one line on it.
const ONE: PageOptions = PageOptions { cursor: None, limit: Some(1) };

/// The page after one that ended there.
fn after(cursor: Option<String>) -> PageOptions {
    assert!(cursor.is_some(), "there is a second page");
    PageOptions { cursor, ..ONE }
}

async fn read_the_boxes(school: &Client, college: &Client) {
    college.inbox(&ONE).await.expect("an inbox");
    let first = school.outbox(&ONE).await.expect("an outbox");
    school.outbox(&after(first.next_cursor)).await.expect("a second page");
}

/// Puts a draft with a plan up for review, and offers it.
async fn review_and_offer(school: &Client, id: Uuid, now: DateTime<Utc>) {
    school.put_section(id, contents::plan(), None, None).await.expect("written");
    school.inform(id, &informing(now)).await.expect("informed");
    school.review(id, &NoDetails {}).await.expect("in review");
    school.record_view(id, &agreed(now)).await.expect("viewed");
    school.ready(id, &NoDetails {}).await.expect("ready");
    school.offer(id, &OfferDetails::default()).await.expect("offered");
}

/// Takes over, with the steps that travelled, and tells how it went.
async fn take_over_and_answer(college: &Client, id: Uuid, now: DateTime<Utc>) {
    college.take_over(id, &taking_over()).await.expect("taken over");
    let steps = college.plan_steps(id, &PageOptions::default()).await.expect("steps").items;
    college.accept_step(id, steps[0].id, &StepAcceptance::default()).await.expect("accepted");
    college.complete_step(id, steps[0].id, &NoDetails {}).await.expect("done");
    college.give_feedback(id, &started(estafette_db::dutch_day(now))).await.expect("told");
}

/// Searches as either side, and reads on if there is more.
async fn search(leg: &Leg, wanted: &HandoverSearch) {
    let first = leg.school.search(wanted, &ONE).await.expect("found");
    if first.next_cursor.is_some() {
        leg.school.search(wanted, &after(first.next_cursor)).await.expect("a second page");
    }
    leg.college.search(wanted, &ONE).await.expect("found");
}

/// Reads two pages of the partner's work list, and one of a professional's.
async fn read_the_work_list(school: &Client) {
    let first = school.work_items(&ONE).await.expect("a work list");
    school.work_items(&after(first.next_cursor)).await.expect("a second page");
    school.my_work_items(&ONE).await.expect("a work list of one's own");
}

/// Reads two pages of the partner's own entries, and one of a learner's log.
async fn read_the_log(school: &Client, learner: Uuid) {
    let page = |cursor| PageOptions { cursor, limit: Some(1) };
    let first = school.audit_entries(&page(None)).await.expect("entries");
    school.audit_entries(&page(first.next_cursor)).await.expect("a second page");
    school.access_log(learner, &page(None)).await.expect("an access log");
}

/// Searches the partner's own entries, within a time, and asks what it received itself.
async fn search_the_log(leg: &Leg) {
    let (from, until): (DateTime<Utc>, DateTime<Utc>) =
        ("2020-01-01T00:00:00Z".parse().expect("an instant"), "2199-01-01T00:00:00Z".parse().expect("an instant"));
    let wanted =
        EntrySearch { outcomes: [AuditOutcome::Done].into(), from_at: Some(from), until_at: Some(until), ..EntrySearch::default() };
    let first = leg.school.search_entries(&wanted, &ONE).await.expect("found");
    leg.school.search_entries(&wanted, &after(first.next_cursor)).await.expect("a second page");
    leg.school.processing_records(&ProcessingRecordSearch::default(), &ONE).await.expect("records");
    let wanted = DisclosureSearch { from_at: from, until_at: until, receiver_id: None, person_ids: Vec::new() };
    leg.college.disclosures(&wanted, &ONE).await.expect("disclosures");
}

/// Signs the log, and fetches each kind of proof there is.
async fn prove(app: &TestApp, school: &Client) {
    let own = school.audit_entries(&PageOptions::default()).await.expect("entries").items[0].entry.event_id;
    app.sign_log().await;
    app.anonymous().checkpoint().await.expect("a checkpoint");
    app.anonymous().consistency(3, 5).await.expect("a proof");
    school.entry_proof(own).await.expect("a proof");
}

/// Speaks with the sender, who then starts the transfer.
async fn talk_and_transfer(school: &Client, college: &Client, id: Uuid, now: DateTime<Utc>) {
    college.record_conversation(id, &conversation(now)).await.expect("recorded");
    school.transfer(id, &NoDetails {}).await.expect("transferring");
}

/// A consent, its receipt, and the end of it.
async fn consent_and_withdraw(school: &Client, learner: Uuid, id: Uuid, now: DateTime<Utc>) {
    let mother = serde_json::json!({ "name": "Anna Vermeulen", "ground": "parental_authority", "reachableAt": { "phone": "0612345670" } });
    school.add_representative(learner, &serde_json::from_value(mother).expect("a representative")).await.expect("recorded");
    let given = school.record_consent(id, &consent(Section::CareerProfile, now)).await.expect("consented").id;
    school.receipt(id, given).await.expect("a receipt");
    school.withdraw_consent(id, given, &taking_back(now)).await.expect("withdrawn");
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
