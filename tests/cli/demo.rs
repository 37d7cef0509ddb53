//! The demo: what a newcomer is promised.

use std::{collections::BTreeSet, path::Path, process::Command, time::Duration};

use estafette_client::{Client, Credentials, Method, PageOptions, Professional, Request, assertion_key::AssertionKey};
use estafette_contract::{Announcement, AnnouncementPage, CodeList, HandoverStatus, PartnerKind, Party, TermStage, Transition};
use estafette_tests::harness::binary::{self, Process, printed};
use serde_json::Value;

use super::folder;

const DEMO: [&str; 3] = ["demo", "--listen", "127.0.0.1:0"];
const LAST_LINE: &str = "Ctrl-C";

#[actix_web::test]
async fn the_demo_shows_everything_there_is_and_keeps_it() {
    let folder = folder();
    let demo = Process::start(folder.path(), &DEMO);
    let told = demo.lines_until(LAST_LINE);
    let region = region(folder.path());
    let kinds: BTreeSet<PartnerKind> = region.iter().map(|member| member.kind).collect();
    assert_eq!(kinds, PartnerKind::ALL.iter().copied().collect());

    let sent = everything_sent(demo.base(), &region).await;
    let statuses: BTreeSet<HandoverStatus> = sent.iter().map(|(_, handover)| handover.status).collect();
    let transitions: BTreeSet<Transition> = sent.iter().map(|(_, handover)| handover.transition).collect();
    assert_eq!(statuses, HandoverStatus::ALL.iter().copied().collect());
    assert_eq!(transitions, Transition::ALL.iter().copied().collect());
    assert!(learners(demo.base(), &region, &sent).await >= 40);

    assert_eq!(standing(&sent), script(), "each handover stands where the script says");
    assert!(told_the_doorstroompunt(demo.base(), &region).await, "what stands still was told on");

    try_the_commands(folder.path(), &told);
    fetch_tokens(folder.path(), demo.base()).await;
    import_dossiers(folder.path());
    let before = ids(&everything_sent(demo.base(), &region).await);
    assert!(demo.stop().success());

    // A second start keeps what there is and adds nothing.
    let again = Process::start(folder.path(), &DEMO);
    again.line_with(LAST_LINE);
    assert_eq!(ids(&everything_sent(again.base(), &region).await), before);
}

#[actix_web::test]
async fn a_demo_that_was_killed_half_way_is_finished_the_next_time() {
    let folder = folder();
    for moment in [500, 700] {
        let demo = Process::start(folder.path(), &DEMO);
        std::thread::sleep(Duration::from_millis(moment));
        demo.kill();
    }
    let demo = Process::start(folder.path(), &DEMO);
    demo.line_with(LAST_LINE);
    let sent = everything_sent(demo.base(), &region(folder.path())).await;
    assert_eq!(standing(&sent), script(), "as if it had never been killed");
}

/// A token is all that `token` prints, whatever way the partner is named.
async fn fetch_tokens(folder: &Path, base: &str) {
    let client = Client::builder(base).build().unwrap();
    for by in ["roc-maasdal", "ROC Maasdal"] {
        let token = printed(folder, &["token", "--partner", by]);
        let inbox = client.send_with(Request::new(Method::GET, "/v1/inbox"), Some(token.trim_end())).await.unwrap();
        assert!(!inbox.read::<AnnouncementPage>().unwrap().items.is_empty());
    }
    let narrow = printed(folder, &["token", "--partner", "roc-maasdal", "--as", "j.doe:coach", "--scope", "partners:read"]);
    let inbox = client.send_with(Request::new(Method::GET, "/v1/inbox"), Some(narrow.trim_end())).await.unwrap();
    assert_eq!(inbox.status.as_u16(), 403);
    let unknown = binary::complaint(folder, &["token", "--partner", "nobody"]);
    assert!(unknown.contains("there is no partner \"nobody\"; choose one of vmbo-de-linde, "), "{unknown}");
}

/// A dossier is imported with a report, a wrong one told, and one does not stand in the other's way.
fn import_dossiers(folder: &Path) {
    std::fs::write(folder.join("good.xml"), include_str!("../../api/src/oso/fixtures/vombo.xml")).unwrap();
    std::fs::write(folder.join("wrong.xml"), "<geen/>").unwrap();
    let import = ["import-oso", "--partner", "vmbo-de-linde", "--receiver", "roc-maasdal"];
    let output = binary::run(folder, &[&import[..], &["wrong.xml", "good.xml"]].concat());
    let (report, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(1));
    assert!(report.starts_with("good.xml: VOMBO became draft ") && report.contains("mapped"), "{report}");
    assert!(told.contains("estafette: wrong.xml: ") && told.contains("1 of 2 dossiers not imported"), "{told}");
}

/// Pastes the commands into a shell, as they were printed.
fn try_the_commands(folder: &Path, told: &[String]) {
    let commands: Vec<&String> = told.iter().filter(|line| line.starts_with("  curl")).collect();
    assert_eq!(commands.len(), 4, "{told:?}");
    if Command::new("curl").arg("--version").output().is_err() {
        return;
    }
    let answers: Vec<Value> = commands
        .iter()
        .map(|command| {
            let output = Command::new("sh").args(["-c", command]).current_dir(folder).output().unwrap();
            serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{command}: {output:?}"))
        })
        .collect();
    assert!(answers[1]["items"][0]["reason"]["nl"].as_str().is_some_and(|reason| reason.ends_with('.')));
    let accepted = &answers[2]["id"];
    let waits = answers[0]["items"].as_array().unwrap();
    assert!(waits.iter().any(|line| line["id"] == *accepted && line["status"] == "offered"));
    assert_eq!(answers[2]["status"], "accepted");
    assert_eq!((&answers[3]["id"], &answers[3]["status"]), (accepted, &"accepted".into()));
}

/// A partner as `demo.json` tells of it.
struct Member {
    kind: PartnerKind,
    credentials: Credentials,
}

fn region(folder: &Path) -> Vec<Member> {
    let text = std::fs::read_to_string(folder.join("estafette-demo/demo.json")).unwrap();
    let region: Value = serde_json::from_str(&text).unwrap();
    region["partners"].as_array().unwrap().iter().map(member).collect()
}

fn member(line: &Value) -> Member {
    let pem = std::fs::read_to_string(line["privateKey"].as_str().unwrap()).unwrap();
    let client_id = line["clientId"].as_str().unwrap().to_owned();
    let professional = Some(Professional { pseudonym: "p-1".into(), role: "coach".into() });
    let key = AssertionKey::from_pem(&pem).unwrap().into();
    let kind = PartnerKind::from_code(line["kind"].as_str().unwrap()).unwrap();
    Member { kind, credentials: Credentials { client_id, key, professional, scope: None } }
}

fn client(base: &str, member: &Member) -> Client {
    Client::builder(base).credentials(member.credentials.clone()).build().unwrap()
}

/// Every handover with the number of the member that sent it.
async fn everything_sent(base: &str, region: &[Member]) -> Vec<(usize, Announcement)> {
    let mut all = Vec::new();
    for (number, member) in region.iter().enumerate() {
        let page = PageOptions { limit: Some(100), ..PageOptions::default() };
        if let Ok(page) = client(base, member).outbox(&page).await {
            assert_eq!(page.next_cursor, None);
            all.extend(page.items.into_iter().map(|handover| (number, handover)));
        }
    }
    all
}

/// Whether the Doorstroompunt has something on its list that it is no party to.
async fn told_the_doorstroompunt(base: &str, region: &[Member]) -> bool {
    let doorstroompunt = region.iter().find(|member| member.kind == PartnerKind::Doorstroompunt).unwrap();
    let items = client(base, doorstroompunt).work_items(&PageOptions::default()).await.unwrap().items;
    items.iter().any(|item| item.party == Party::Doorstroompunt && item.stage == TermStage::Referred)
}

/// How many learners there are, as their senders know them.
async fn learners(base: &str, region: &[Member], sent: &[(usize, Announcement)]) -> usize {
    let clients: Vec<Client> = region.iter().map(|member| client(base, member)).collect();
    let mut learners = BTreeSet::new();
    for (sender, handover) in sent {
        learners.insert(clients[*sender].handover(handover.id).await.unwrap().learner_id.unwrap());
    }
    learners.len()
}

fn ids(sent: &[(usize, Announcement)]) -> BTreeSet<uuid::Uuid> {
    sent.iter().map(|(_, handover)| handover.id).collect()
}

/// What stands where, without ids.
fn standing(sent: &[(usize, Announcement)]) -> Vec<(Transition, HandoverStatus)> {
    let mut standing: Vec<_> = sent.iter().map(|(_, handover)| (handover.transition, handover.status)).collect();
    standing.sort();
    standing
}

/// The same as the data of the demo has it.
fn script() -> Vec<(Transition, HandoverStatus)> {
    let learners: Value = serde_json::from_str(include_str!("../../api/src/cli/demo/data/learners.json")).unwrap();
    let legs = learners.as_array().unwrap().iter().flat_map(|learner| learner["legs"].as_array().unwrap());
    let mut script: Vec<_> = legs
        .map(|leg| {
            let code = |name: &str| leg[name].as_str().unwrap();
            (Transition::from_code(code("as")).unwrap(), HandoverStatus::from_code(code("until")).unwrap())
        })
        .collect();
    script.sort();
    script
}
