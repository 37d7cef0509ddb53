//! No room is left: what cannot be recorded is not done, the caller is told to try again, and everything acknowledged is there when there is
//! room again.
//!
//! The process may write no larger files than so much, which is what a full disk comes to, and needs no disk of its own.

use std::time::Duration;

use estafette_client::ClientError;
use estafette_contract::{PartnerKind, ProblemKind};
use estafette_tests::harness::{Database, killable::Killable, raw::Raw, scene::noor};

use super::relay_steps::answered;

/// How many learners are tried at most; far more than fit.
const TRIED: usize = 6000;
/// So many refusals in a row say that there is no room. What stands in the log of the database moves into its file four times a second, so that
/// there may be room again after the first.
const REFUSED: usize = 5;

#[actix_web::test]
async fn on_a_full_disk_nothing_is_done_that_is_not_recorded() {
    let mut service = Killable::prepare(Database::Sqlite).await;
    let school = service.partner("Vmbo De Linde", PartnerKind::VmboSchool).await;
    service.start_with_room(2048);
    school.fetch_token().await.unwrap();
    let acknowledged = until_full(|| async { school.register_learner(&noor()).await.map(drop) }).await;
    assert!(acknowledged > 0, "there was room for none");
    // Nor is anything told, once there is no room even for the entry of a reading.
    until_full(|| async { school.partners().await.map(drop) }).await;
    service.kill();

    service.start();
    // The connection to the process that was killed is found broken by a call that may be repeated.
    answered(|| school.partners()).await;
    school.register_learner(&noor()).await.unwrap();
    let mut rows = Raw::to(&service.address()).unwrap();
    let done = "entry LIKE '%\"act\":\"learner.register\"%' AND entry LIKE '%\"outcome\":\"done\"%'";
    assert_eq!(rows.count("learners"), acknowledged + 1, "whatever was acknowledged is there, and nothing else");
    assert_eq!(rows.count(&format!("audit_entries WHERE {done}")), acknowledged + 1);
    service.all_is_signed(&mut rows).await;
    assert_eq!(service.check_log().difference, None);
}

/// Calls until there is no room; answers how many calls were acknowledged.
async fn until_full<F: Future<Output = Result<(), ClientError>>>(call: impl Fn() -> F) -> usize {
    let (mut acknowledged, mut refused) = (0, 0);
    while refused < REFUSED {
        assert!(acknowledged < TRIED, "the disk never got full");
        match call().await {
            Ok(()) => (acknowledged, refused) = (acknowledged + 1, 0),
            Err(error) if error.problem() == Some(ProblemKind::Unavailable) => {
                refused += 1;
                tokio::time::sleep(Duration::from_millis(400)).await;
            }
            Err(other) => panic!("{other}"),
        }
    }
    acknowledged
}
