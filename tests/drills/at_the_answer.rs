//! The process is killed at the very moment its first answer arrives: whatever was answered has its entry.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use estafette_contract::PartnerKind;
use estafette_tests::harness::{Database, Partner, killable::Killable, raw::Raw};

const ROUNDS: usize = 20;
/// Readings that are under way at the same time, so that the moment falls between commit and answer of some.
const ABREAST: usize = 16;

#[actix_web::test]
async fn no_answer_leaves_before_its_entry_is_kept_on_sqlite() {
    drill(Database::Sqlite).await;
}

#[actix_web::test]
async fn no_answer_leaves_before_its_entry_is_kept_on_postgres() {
    if Database::Postgres.is_here() {
        drill(Database::Postgres).await;
    }
}

async fn drill(database: Database) {
    let mut service = Killable::prepare(database).await;
    let college = service.partner("ROC Maasdal", PartnerKind::MboCollege).await;
    let (mut kept, mut cut_off) = (0, 0);
    for _ in 0..ROUNDS {
        service.start();
        let asked = ask(&service.base(), &college).await;
        let answered = answered_until_killed(&mut service, asked);
        let now = entries(&service);
        assert!(now >= kept + answered, "{answered} answers, and {} entries", now - kept);
        kept = now;
        cut_off += ABREAST - answered;
    }
    assert!(cut_off > 0, "every reading was answered before the process could be killed");
}

/// Sends the same reading over connections of its own.
async fn ask(base: &str, college: &Partner) -> Vec<TcpStream> {
    let token = college.token().await.expect("a token");
    let host = base.trim_start_matches("http://");
    let request = format!("GET /v1/inbox HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\r\n");
    let mut streams: Vec<TcpStream> = (0..ABREAST).map(|_| TcpStream::connect(host).expect("a connection")).collect();
    streams.iter_mut().for_each(|stream| stream.write_all(request.as_bytes()).expect("a request is sent"));
    streams
}

/// Kills the process once the first answer begins to arrive; answers how many had begun by then.
fn answered_until_killed(service: &mut Killable, mut streams: Vec<TcpStream>) -> usize {
    let mut first = [0];
    streams[0].read_exact(&mut first).expect("an answer");
    service.kill();
    let begun = |stream: &mut TcpStream| {
        stream.set_read_timeout(Some(Duration::from_secs(5))).is_ok() && stream.read(&mut [0]).is_ok_and(|read| read == 1)
    };
    1 + streams[1..].iter_mut().map(begun).filter(|begun| *begun).count()
}

fn entries(service: &Killable) -> usize {
    let mut raw = Raw::to(&service.address()).expect("a connection of the test's own");
    raw.count("audit_entries WHERE entry LIKE '%\"act\":\"handover.inbox\"%'")
}
