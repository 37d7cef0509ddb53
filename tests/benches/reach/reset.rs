//! Putting the seeded handovers back to where a move begins, past the service.

use estafette_db::Address;
use estafette_tests::harness::raw::Raw;

/// Puts every seeded handover into this status, as if it had never left it.
pub fn to(url: &str, status: &str) {
    let started = if status == "in_transfer" { "status_since" } else { "NULL" };
    let person = if status == "offered" { "NULL" } else { "COALESCE(receiver_person, sender_person)" };
    let handovers = format!(
        "UPDATE handovers SET status = '{status}', receiver_person = {person}, transfer_started_at = {started}, taken_over_at = NULL, \
         term_ends_at = NULL WHERE status <> 'draft'"
    );
    let learners = "UPDATE learners SET responsible_partner_id = registered_by WHERE responsible_partner_id <> registered_by";
    let address: Address = url.parse().expect("a database");
    let mut raw = Raw::to(&address).expect("a connection beside the service");
    raw.execute(&handovers).and_then(|()| raw.execute(learners)).expect("handovers are put back");
    if let Address::Postgres(_) = address {
        raw.execute("VACUUM ANALYZE handovers")
            .and_then(|()| raw.execute("VACUUM ANALYZE learners"))
            .expect("what is dead is cleared away");
    }
}
