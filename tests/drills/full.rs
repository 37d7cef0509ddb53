//! No room is left: what cannot be recorded is not done, the caller is told to try again, and everything acknowledged is there when there is
//! room again.
//!
//! The process may write no larger files than so much, which is what a full disk comes to, and needs no disk of its own.

use estafette_client::{Client, ClientError};
use estafette_contract::{PartnerKind, ProblemKind};
use estafette_tests::harness::{Database, killable::Killable, raw::Raw, scene::noor};

/// How many learners are tried at most; far more than fit.
const TRIED: usize = 4000;

#[actix_web::test]
async fn on_a_full_disk_nothing_is_done_that_is_not_recorded() {
    let mut service = Killable::prepare(Database::Sqlite).await;
    let school = service.partner("Vmbo De Linde", PartnerKind::VmboSchool).await;
    service.start_with_room(2048);
    school.fetch_token().await.unwrap();
    let acknowledged = register_until_full(&school).await;
    assert!(acknowledged > 0, "there was room for none");
    let refused = school.register_learner(&noor()).await;
    assert_eq!(refused.err().and_then(|error| error.problem()), Some(ProblemKind::Unavailable));
    let read = school.partners().await;
    assert_eq!(read.err().and_then(|error| error.problem()), Some(ProblemKind::Unavailable), "nor is anything told");
    service.kill();

    service.start();
    school.register_learner(&noor()).await.unwrap();
    let mut rows = Raw::to(&service.address()).unwrap();
    let done = "entry LIKE '%\"act\":\"learner.register\"%' AND entry LIKE '%\"outcome\":\"done\"%'";
    assert_eq!(rows.count("learners"), acknowledged + 1, "whatever was acknowledged is there, and nothing else");
    assert_eq!(rows.count(&format!("audit_entries WHERE {done}")), acknowledged + 1);
    service.all_is_signed(&mut rows).await;
    assert_eq!(service.check_log().difference, None);
}

/// Registers learners until there is no room; answers how many were acknowledged.
async fn register_until_full(school: &Client) -> usize {
    for number in 0..TRIED {
        match school.register_learner(&noor()).await {
            Ok(_) => {}
            Err(error) if error.problem() == Some(ProblemKind::Unavailable) => return number,
            Err(ClientError::Transport(error)) => panic!("the process is gone: {error}"),
            Err(other) => panic!("{other}"),
        }
    }
    panic!("the disk never got full");
}
