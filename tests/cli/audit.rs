//! The log as an operator and a witness meet it on the command line.

use std::{fs, path::Path, time::Duration};

use estafette_client::{Client, Method, Request};
use estafette_tests::harness::{
    binary::{Process, complaint, printed},
    raw::Raw,
};

use super::{ANYWHERE, folder};

const KEY: &str = "keys/operators/operator-1.pem";

/// Signs in some times, and waits until the log is signed at a size it has then.
async fn used(folder: &Path, service: &Process, times: usize) -> String {
    let client = Client::builder(service.base()).build().unwrap();
    for _ in 0..times {
        printed(folder, &["token", "--server", service.base(), "--client", "operator-1", "--key", KEY]);
    }
    let entries = Raw::to(&format!("sqlite:{}", folder.join("estafette.db").display()).parse().unwrap()).unwrap().count("audit_entries");
    loop {
        let note = client.checkpoint().await.unwrap_or_default();
        if note.lines().nth(1).is_some_and(|size| size.parse() == Ok(entries)) {
            return note;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[actix_web::test]
async fn what_was_fetched_is_checked_offline() {
    let folder = folder();
    let at = folder.path();
    printed(at, &["init"]);
    let service = Process::start(at, &ANYWHERE);
    let older = used(at, &service, 1).await;
    fs::write(at.join("older"), older).unwrap();
    used(at, &service, 2).await;
    let key = Client::builder(service.base()).build().unwrap().log().await.unwrap().keys.remove(0);
    let server = ["--server", service.base()];

    let first = printed(at, &[&["audit", "watch"], &server[..]].concat());
    assert!(first.contains("trusted from now on") && first.contains("from here on it is watched"), "{first}");
    used(at, &service, 1).await;
    assert!(printed(at, &[&["audit", "watch"], &server[..]].concat()).contains("and begins with the "));

    printed(at, &[&["audit", "fetch", "tree"], &server[..]].concat());
    let verify = |rest: &[&str]| [&["audit", "verify", "--key", &key], rest].concat().into_iter().map(str::to_owned).collect::<Vec<_>>();
    let told = |rest: &[&str]| printed(at, &verify(rest).iter().map(String::as_str).collect::<Vec<_>>());
    let refused = |rest: &[&str]| complaint(at, &verify(rest).iter().map(String::as_str).collect::<Vec<_>>());
    assert!(told(&["tree", "tree", "--older", "older"]).contains("which begins with the "));

    let sizes = ["older", "tree/checkpoint"].map(|file| fs::read_to_string(at.join(file)).unwrap().lines().nth(1).unwrap().to_owned());
    let request = Request::new(Method::GET, format!("/v1/audit/consistency?from={}&to={}", sizes[0], sizes[1]));
    fs::write(at.join("proof"), Client::builder(service.base()).build().unwrap().send(request).await.unwrap().body).unwrap();
    assert!(told(&["consistency", "proof", "--older", "older", "--newer", "tree/checkpoint"]).starts_with("consistent: "));
    assert!(refused(&["consistency", "proof", "--older", "tree/checkpoint", "--newer", "older"]).contains("does not fit these sizes"));

    let tile = at.join(format!("tree/tile/0/000.p/{}", sizes[1]));
    let mut bytes = fs::read(&tile).unwrap();
    bytes[40] ^= 1;
    fs::write(&tile, bytes).unwrap();
    assert!(refused(&["tree", "tree"]).contains("another root than its checkpoint says"));
    fs::remove_file(&tile).unwrap();
    assert!(refused(&["tree", "tree"]).contains("is missing or not whole"));
    assert!(refused(&["proof", "proof"]).contains("the proof is not written as the format says"));
}

#[actix_web::test]
async fn an_older_database_goes_on_only_when_its_loss_is_named() {
    let folder = folder();
    let at = folder.path();
    printed(at, &["init"]);
    let service = Process::start(at, &ANYWHERE);
    used(at, &service, 1).await;
    assert!(service.stop().success());
    fs::copy(at.join("estafette.db"), at.join("backup.db")).unwrap();
    let service = Process::start(at, &ANYWHERE);
    used(at, &service, 2).await;
    printed(at, &["audit", "watch", "--server", service.base()]);
    printed(at, &["audit", "check"]);
    assert!(service.stop().success());
    assert_eq!(printed(at, &["audit", "recover"]), "the log goes on where it was; there is nothing to recover\n");

    for file in ["estafette.db-wal", "estafette.db-shm"] {
        let _ = fs::remove_file(at.join(file));
    }
    fs::copy(at.join("backup.db"), at.join("estafette.db")).unwrap();
    assert!(complaint(at, &["audit", "check"]).contains("The database is older than the log"));
    let lost = printed(at, &["audit", "recover"]);
    assert!(lost.contains(" are lost") && lost.contains("--open-shard"), "{lost}");
    assert!(printed(at, &["audit", "recover", "--open-shard"]).contains("/2 goes on after them, and names the gap"));
    let service = Process::start(at, &ANYWHERE);
    used_after_loss(&service).await;
    let told = complaint(at, &["audit", "watch", "--server", service.base()]);
    assert!(told.contains("THE LOG WAS BROKEN OFF"), "{told}");
    let log = Client::builder(service.base()).build().unwrap().log().await.unwrap();
    let gap = &log.shards[1];
    assert!(gap.lost_from.is_some() && gap.lost_from < gap.lost_to, "{gap:?}");
    let whole = printed(at, &["audit", "check"]);
    let counts = |line: &str| line.split_whitespace().filter_map(|word| word.parse().ok()).collect::<Vec<u64>>();
    assert!(whole.lines().map(counts).any(|row| matches!(row[..], [2, .., 0])), "two shards, no difference: {whole}");
}

/// Waits until the new shard is signed.
async fn used_after_loss(service: &Process) {
    let client = Client::builder(service.base()).build().unwrap();
    while !client.checkpoint().await.is_ok_and(|note| note.lines().next().is_some_and(|origin| origin.ends_with("/2"))) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[actix_web::test]
async fn a_check_makes_no_keys_where_there_are_none() {
    let folder = folder();
    let at = folder.path();
    printed(at, &["init"]);
    for verb in ["check", "recover"] {
        let said = complaint(at, &["audit", verb, "--keys", "elsewhere"]);
        assert!(said.contains("there is no key file elsewhere/"), "{said}");
    }
    assert!(!at.join("elsewhere").exists());
    assert!(printed(at, &["audit", "check"]).contains("differences"));
}
