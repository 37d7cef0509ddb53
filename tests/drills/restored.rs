//! A backup is put back that is older than an erasure: what was erased is gone before anybody is served.

use std::time::Duration;

use estafette_client::Client;
use estafette_contract::{NoDetails, OfferDetails, PartnerKind, ProblemKind, Reading, RightKind, RightOutcome, Section};
use estafette_tests::harness::{
    Database, Partner,
    killable::Killable,
    own::{answering_it, asking, asking_for_everything, student_at},
    raw::Raw,
    scene::{self, accepting, conversation, noor},
};
use uuid::Uuid;

#[actix_web::test]
async fn what_was_erased_is_gone_from_a_backup_before_it_is_served_on_sqlite() {
    drill(Database::Sqlite).await;
}

#[actix_web::test]
async fn what_was_erased_is_gone_from_a_backup_before_it_is_served_on_postgres() {
    if Database::Postgres.is_here() {
        drill(Database::Postgres).await;
    }
}

/// A learner of a school and a handover in transfer.
struct Run {
    learner: Uuid,
    handover: Uuid,
}

async fn in_transfer(service: &Killable, school: &Partner, college: &Partner) -> Run {
    let (now, learner) = (service.now(), school.register_learner(&noor()).await.unwrap().id);
    let handover = scene::draft(school, college, learner).await;
    scene::make_ready(school, handover, now).await;
    school.offer(handover, &OfferDetails::default()).await.unwrap();
    college.accept(handover, &accepting()).await.unwrap();
    college.record_conversation(handover, &conversation(now)).await.unwrap();
    school.transfer(handover, &NoDetails {}).await.unwrap();
    Run { learner, handover }
}

async fn restart(service: &mut Killable) {
    service.start();
    // Connections to the killed process are found dead before the first is used again.
    tokio::time::sleep(Duration::from_millis(50)).await;
}

async fn drill(database: Database) {
    let mut service = Killable::prepare(database).await;
    let school = service.partner("Vmbo De Linde", PartnerKind::VmboSchool).await;
    let college = service.partner("ROC Maasdal", PartnerKind::MboCollege).await;
    service.start();
    let whole = in_transfer(&service, &school, &college).await;
    let part = in_transfer(&service, &school, &college).await;
    let other = in_transfer(&service, &school, &college).await;
    service.kill();
    let backup = service.database().backup();
    restart(&mut service).await;
    let base = service.base();
    let asked = |who: Client, about: Uuid, what| async move { who.make_request(about, &what).await.unwrap().id };
    let request = asked(student_at(&base, &school, whole.learner).await, whole.handover, asking_for_everything()).await;
    school.answer_request(whole.handover, request, &answering_it(RightOutcome::Granted)).await.unwrap();
    let request = asked(student_at(&base, &school, part.learner).await, part.handover, asking(RightKind::Erase)).await;
    school.answer_request(part.handover, request, &answering_it(RightOutcome::Granted)).await.unwrap();
    is_erased(&school, &college, &whole, &part, &other).await;

    service.kill();
    let ledger = std::fs::read_to_string(service.key_file("erasures.txt")).unwrap();
    service.database().put_back(&backup);
    restart(&mut service).await;
    is_erased(&school, &college, &whole, &part, &other).await;
    let mut rows = Raw::to(&service.address()).unwrap();
    assert_eq!(rows.count("learners WHERE data_key IS NULL"), 1);
    assert_eq!(rows.count("audit_entries WHERE entry LIKE '%\"act\":\"erasure.repeat\"%'"), 4, "two sections, the learner, and a section");
    assert!(std::fs::read_to_string(service.key_file("erasures.txt")).unwrap().starts_with(&ledger), "the ledger is only added to");
}

async fn is_erased(school: &Partner, college: &Partner, whole: &Run, part: &Run, other: &Run) {
    for partner in [school, college] {
        assert_eq!(partner.record(whole.handover).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
        assert_eq!(partner.record(other.handover).await.unwrap().sections.len(), 2, "others are as they were");
        let left: Vec<Section> = partner.record(part.handover).await.unwrap().sections.iter().map(|section| section.section).collect();
        assert_eq!(left, [Section::IdentityContact]);
    }
    assert_eq!(school.learner(whole.learner).await.unwrap_err().problem(), Some(ProblemKind::NotFound));
    assert_eq!(school.handover(whole.handover).await.unwrap().reading, Reading::Skeleton);
}
