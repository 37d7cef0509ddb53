//! Many at the same moment: one wins, the others are told so, and nothing is half done.

mod lease;

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use estafette_client::{Client, Reply, Request};
use estafette_contract::{
    AuditOutcome, Channel, CodeList, ConsentWithdrawal, HandoverStatus, NoDetails, PartnerKind, Party, Problem, RecordView, Section,
    Transition,
};
use estafette_tests::{
    harness::{
        Database, TestApp, TestDatabase,
        contents::content,
        raw::Raw,
        scene::{self, Leg, accepting, agreed, consent, conversation, handover_to, informing, taking_over},
        way::{Way, adult},
    },
    story,
};
use reqwest::Method;
use serde::Serialize;
use uuid::Uuid;

const MANY: usize = 64;

/// Doors to the region: one service, and on PostgreSQL a second one beside it. Tokens are good at both.
async fn doors(app: &TestApp) -> (Vec<Client>, Option<estafette_tests::harness::Beside>) {
    if matches!(app.database, TestDatabase::Sqlite(_)) {
        return (vec![app.anonymous()], None);
    }
    let beside = app.beside().await;
    let second = Client::builder(&beside.base).build().unwrap();
    (vec![app.anonymous(), second], Some(beside))
}

/// One of the calls that all go at once.
struct Call {
    path: String,
    token: String,
    body: Vec<u8>,
}

impl Call {
    async fn new(client: &Client, path: String, body: &impl Serialize) -> Self {
        Self { path, token: client.token().await.unwrap(), body: serde_json::to_vec(body).unwrap() }
    }

    fn request(&self) -> Request {
        let request = Request::new(Method::POST, &self.path).header("content-type", "application/json").once();
        Request { body: Some(self.body.clone()), ..request }
    }
}

/// Sends all calls at once, through the doors in turn.
async fn at_once(doors: &[Client], calls: &[Call]) -> Vec<Reply> {
    let sent = calls.iter().zip(doors.iter().cycle()).map(|(call, door)| door.send_with(call.request(), Some(&call.token)));
    futures_util::future::join_all(sent).await.into_iter().map(|reply| reply.unwrap()).collect()
}

/// Checks that one call won and that every other was told, with a 409, where the handover stands.
fn one_winner(replies: &[Reply], stands: HandoverStatus) -> usize {
    let winners: Vec<usize> = (0..replies.len()).filter(|&n| replies[n].status.is_success()).collect();
    for reply in replies.iter().filter(|reply| !reply.status.is_success()) {
        let problem: Problem = serde_json::from_slice(&reply.body).unwrap();
        assert_eq!((reply.status.as_u16(), problem.current_status), (409, Some(stands)), "{}", problem.detail);
    }
    assert_eq!(winners.len(), 1, "exactly one winner");
    winners[0]
}

story!(of_many_acceptances_of_one_handover_one_wins, |app| {
    let leg = Leg::offered(&app).await;
    let (doors, _beside) = doors(&app).await;
    let mut calls = Vec::new();
    for _ in 0..MANY {
        calls.push(Call::new(&leg.college, format!("/v1/handovers/{}/_accept", leg.handover), &accepting()).await);
    }
    one_winner(&at_once(&doors, &calls).await, HandoverStatus::Accepted);
    let accepted = leg.school.history(leg.handover).await.unwrap().items;
    assert_eq!(accepted.iter().filter(|line| line.status == HandoverStatus::Accepted).count(), 1);
    assert_eq!(acts(&leg.college, "handover.accept").await, (1, MANY - 1));
});

/// How often this partner's act was done, and how often refused, by its own log.
async fn acts(client: &Client, act: &str) -> (usize, usize) {
    let mut page = estafette_client::PageOptions { limit: Some(100), cursor: None };
    let (mut done, mut refused) = (0, 0);
    loop {
        let read = client.audit_entries(&page).await.unwrap();
        for record in read.items.iter().filter(|record| record.entry.act.code() == act) {
            done += usize::from(record.entry.outcome == AuditOutcome::Done);
            refused += usize::from(record.entry.outcome == AuditOutcome::Refused);
        }
        match read.next_cursor {
            Some(cursor) => page.cursor = Some(cursor),
            None => return (done, refused),
        }
    }
}

/// How often an act of the house ended in which way, by the log.
fn acts_of_the_house(app: &TestApp, act: &str) -> Vec<(String, usize)> {
    let (mut ends, act) = (std::collections::BTreeMap::new(), format!("\"act\":\"{act}\""));
    for entry in app.database.raw().lines("SELECT entry AS line FROM audit_entries") {
        let entry =
            Some(entry).filter(|entry| entry.contains(&act)).map(|entry| serde_json::from_str::<serde_json::Value>(&entry).unwrap());
        let outcome = entry.map(|entry| entry["outcome"].as_str().unwrap().to_owned());
        outcome.into_iter().for_each(|outcome| *ends.entry(outcome).or_default() += 1);
    }
    ends.into_iter().collect()
}

/// Eight colleges, each with eight offers of the same learner, all in transfer and spoken about.
async fn parallel_offers(app: &TestApp, school: &estafette_tests::harness::Partner, learner: Uuid) -> Vec<Call> {
    let now = app.clock().now();
    let mut calls = Vec::new();
    for n in 0..8 {
        let college = app.partner(&format!("ROC {n}"), PartnerKind::MboCollege).await;
        for _ in 0..MANY / 8 {
            let id = school.draft_handover(&handover_to(&college, learner, Transition::MboMbo)).await.unwrap().id;
            school.put_section(id, scene::identity(), None, None).await.unwrap();
            school.put_section(id, scene::support(), None, None).await.unwrap();
            scene::make_ready(school, id, now).await;
            school.offer(id, &Default::default()).await.unwrap();
            let accept = estafette_contract::AcceptDetails { application_reference: None, ..accepting() };
            college.accept(id, &accept).await.unwrap();
            college.record_conversation(id, &conversation(now)).await.unwrap();
            school.transfer(id, &NoDetails {}).await.unwrap();
            calls.push(Call::new(&college, format!("/v1/handovers/{id}/_takeover"), &taking_over()).await);
        }
    }
    calls
}

story!(of_many_takeovers_of_parallel_offers_one_wins, |app| {
    let school = app.partner("ROC De Beemd", PartnerKind::MboCollege).await;
    let learner = school.register_learner(&adult()).await.unwrap().id;
    let calls = parallel_offers(&app, &school, learner).await;
    let (doors, _beside) = doors(&app).await;
    let replies = at_once(&doors, &calls).await;
    let winner = one_winner(&replies, HandoverStatus::PlacedElsewhere);

    let mut standing = Vec::new();
    for call in &calls {
        let id: Uuid = call.path.split('/').nth(3).unwrap().parse().unwrap();
        standing.push(school.handover(id).await.unwrap());
    }
    let taken = &standing[winner];
    assert_eq!(taken.status, HandoverStatus::TakenOver);
    assert_eq!(standing.iter().filter(|view| view.status == HandoverStatus::PlacedElsewhere).count(), MANY - 1);
    let responsible = school.learner(learner).await.unwrap().responsible;
    assert_eq!(responsible.partner, taken.receiver, "one party is responsible, and it is the winner");
    let moved = school.history(taken.id).await.unwrap().items.pop().unwrap();
    assert_eq!((moved.by, moved.moved_at), (Party::Receiver, responsible.since_at));
});

/// An employer that reads the one section a learner released.
async fn released(app: &TestApp) -> (Way, Uuid) {
    let way = Way::empty(app, Transition::MboHbo, PartnerKind::MboCollege, PartnerKind::Hbo).await;
    let now = app.clock().now();
    for section in [Section::IdentityContact, Section::CareerProfile] {
        way.sender.put_section(way.handover, content(section).unwrap(), None, None).await.unwrap();
    }
    way.sender.record_consent(way.handover, &consent(Section::IdentityContact, now)).await.unwrap();
    let given = way.sender.record_consent(way.handover, &consent(Section::CareerProfile, now)).await.unwrap().id;
    way.sender.inform(way.handover, &informing(now)).await.unwrap();
    way.sender.review(way.handover, &NoDetails {}).await.unwrap();
    way.sender.record_view(way.handover, &agreed(now)).await.unwrap();
    way.ready().await;
    way.offer().await;
    way.accept().await;
    way.transfer(app).await;
    (way, given)
}

/// Reads on and on through this door until told to stop; answers how many reads there were, and how many showed the section though they
/// began after the withdrawal was acknowledged.
async fn read_on(door: Client, token: String, id: Uuid, acknowledged: Arc<AtomicBool>, stop: Arc<AtomicBool>) -> (usize, usize) {
    let (mut reads, mut late) = (0, 0);
    while !stop.load(Ordering::SeqCst) {
        let began_after = acknowledged.load(Ordering::SeqCst);
        let reading = Request::new(Method::GET, format!("/v1/handovers/{id}/record"));
        let record: RecordView = door.send_with(reading, Some(&token)).await.unwrap().read().unwrap();
        let shown = record.sections.iter().any(|section| section.section == Section::CareerProfile);
        reads += 1;
        late += usize::from(shown && began_after);
    }
    (reads, late)
}

story!(no_read_that_begins_after_a_withdrawal_shows_the_section, |app| {
    let (way, mut given) = released(&app).await;
    let (doors, _beside) = doors(&app).await;
    let (now, token) = (app.clock().now(), way.receiver.token().await.unwrap());
    for round in 0..5 {
        let (acknowledged, stop) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let readers: Vec<_> =
            // On PostgreSQL at two processes in turn, of which one withdraws.
            (0..6)
                .map(|nth| {
                    let door = doors[nth % doors.len()].clone();
                    tokio::spawn(read_on(door, token.clone(), way.handover, acknowledged.clone(), stop.clone()))
                })
                .collect();
        tokio::time::sleep(std::time::Duration::from_millis(60)).await;
        let how = ConsentWithdrawal { channel: Channel::Spoken, stated_at: now, note: None };
        let path = format!("/v1/handovers/{}/consents/{given}/_withdraw", way.handover);
        let withdrawing = Call::new(&way.sender, path, &how).await;
        at_once(&doors[round % doors.len()..][..1], &[withdrawing]).await.remove(0).succeeded().unwrap();
        acknowledged.store(true, Ordering::SeqCst);
        tokio::time::sleep(std::time::Duration::from_millis(60)).await;
        stop.store(true, Ordering::SeqCst);
        for reader in readers {
            let (reads, late) = reader.await.unwrap();
            assert!(reads > 0 && late == 0, "{late} of {reads} reads came too late");
        }
        given = way.sender.record_consent(way.handover, &consent(Section::CareerProfile, now)).await.unwrap().id;
    }
    // Two processes number their entries side by side: between them the order of a moment is not that of the ids.
    if doors.len() == 1 {
        the_log_agrees(&mut app.database.raw());
    }
});

/// Between a withdrawal and the next consent no entry discloses the section.
fn the_log_agrees(rows: &mut Raw) {
    let entries = rows.lines(
        "SELECT e.entry || '|' || COALESCE(d.details, '') AS line FROM audit_entries e \
         LEFT JOIN audit_details d ON d.event_id = e.event_id ORDER BY e.event_id",
    );
    let (mut open, mut disclosures, mut withdrawals) = (true, 0, 0);
    for line in entries {
        let is = |act: &str| line.contains(&format!("\"act\":\"{act}\"")) && line.contains("\"outcome\":\"done\"");
        if is("consent.withdraw") {
            (open, withdrawals) = (false, withdrawals + 1);
        } else if is("consent.record") {
            open = true;
        } else if is("record.read") && line.contains("career_profile") {
            assert!(open, "disclosed after the withdrawal: {line}");
            disclosures += 1;
        }
    }
    assert!(disclosures > 5 && withdrawals == 5, "{disclosures} disclosures, {withdrawals} withdrawals");
}

#[actix_web::test]
async fn a_second_service_on_one_file_does_not_start() {
    let app = TestApp::start(Database::Sqlite).await;
    let opened = estafette_db::Store::migrate(&app.database.address());
    assert!(opened.is_err_and(|error| error.to_string().contains("another process")));
}
