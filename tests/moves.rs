//! The moves of a handover: only those in the table, by whom the table names, from where it says.

mod ends;
mod once;
mod parallel;
mod stage;
mod wander;
mod warmth;

use estafette_client::{Client, Request};
use estafette_contract::{CodeList, HandoverStatus, Move, MoveView, Party, ProblemKind};
use estafette_tests::story;
use reqwest::Method;
use stage::{Stage, make};
use uuid::Uuid;

/// The table as it is served.
struct Table(Vec<MoveView>);

impl Table {
    async fn served(client: &Client) -> Self {
        Self(client.vocabulary("handover-status").await.unwrap().moves.unwrap())
    }

    /// Whether one of these parties ever makes this move.
    fn ever(&self, name: Move, parties: &[Party]) -> bool {
        self.0.iter().any(|row| row.name == name && row.by.iter().any(|party| parties.contains(party)))
    }

    /// Where this move leads from this status, if one of these parties makes it there.
    fn leads(&self, status: HandoverStatus, name: Move, parties: &[Party]) -> Option<HandoverStatus> {
        let row = |row: &&MoveView| row.name == name && row.from.contains(&status) && row.by.iter().any(|party| parties.contains(party));
        self.0.iter().find(row).map(|row| row.to)
    }

    /// What these parties can do from this status by a call of its own.
    fn possible(&self, status: HandoverStatus, parties: &[Party]) -> Vec<Move> {
        let mut moves: Vec<Move> = called().filter(|&name| self.leads(status, name, parties).is_some()).collect();
        moves.sort_by_key(|name| name.code());
        moves
    }
}

/// The moves that are calls; the clock, the house and a change of a section make the others.
fn called() -> impl Iterator<Item = Move> {
    Move::ALL.iter().copied().filter(|name| !matches!(name, Move::Revise | Move::Expire | Move::PlaceElsewhere | Move::Erase))
}

fn sender_at(status: HandoverStatus) -> &'static [Party] {
    match status {
        HandoverStatus::TakenOver | HandoverStatus::Closed | HandoverStatus::PlacedElsewhere => &[Party::Sender],
        _ => &[Party::Sender, Party::Responsible],
    }
}

fn receiver_at(status: HandoverStatus) -> &'static [Party] {
    match status {
        HandoverStatus::TakenOver | HandoverStatus::Closed | HandoverStatus::PlacedElsewhere => &[Party::Receiver, Party::Responsible],
        _ => &[Party::Receiver],
    }
}

fn is_before_the_offer(status: HandoverStatus) -> bool {
    matches!(status, HandoverStatus::Draft | HandoverStatus::InReview | HandoverStatus::Ready)
}

/// Tries a move that the table does not have, and checks how it is refused.
async fn is_refused(client: &Client, table: &Table, id: Uuid, status: HandoverStatus, name: Move, parties: &[Party]) {
    let refused = make(client, id, name).await.expect_err("this move is not in the table");
    let estafette_client::ClientError::Refused(problem) = refused else { panic!("{name} from {status}: {refused}") };
    let place = format!("{name} from {status} as {parties:?}");
    let (kind, code) = match table.ever(name, parties) {
        true => (ProblemKind::MoveNotPossible, 409),
        false => (ProblemKind::NotAllowed, 403),
    };
    assert_eq!((problem.catalogued(), problem.status, problem.current_status), (Some(kind), code, Some(status)), "{place}");
    let mut possible = problem.possible_moves.unwrap();
    possible.sort_by_key(|name| name.code());
    assert_eq!(possible, table.possible(status, parties), "{place}");
}

async fn is_not_there(client: &Client, id: Uuid, name: Move) {
    assert_eq!(make(client, id, name).await.unwrap_err().problem(), Some(ProblemKind::NotFound), "{name}");
}

story!(a_move_that_is_not_in_the_table_is_refused_with_where_it_stands, |app| {
    let stage = Stage::set(&app).await;
    let table = Table::served(&stage.sender).await;
    for &status in HandoverStatus::ALL {
        let id = stage.reach(status).await;
        assert_eq!(stage.sender.handover(id).await.unwrap().status, status);
        for name in called() {
            if table.leads(status, name, sender_at(status)).is_none() {
                is_refused(&stage.sender, &table, id, status, name, sender_at(status)).await;
            }
            if is_before_the_offer(status) {
                is_not_there(&stage.receiver, id, name).await;
            } else if table.leads(status, name, receiver_at(status)).is_none() {
                is_refused(&stage.receiver, &table, id, status, name, receiver_at(status)).await;
            }
        }
        is_not_there(&stage.stranger, id, Move::Withdraw).await;
        is_not_there(&stage.stranger, id, Move::Accept).await;
        assert_eq!(stage.sender.handover(id).await.unwrap().status, status, "nothing moved it");
    }
});

story!(every_move_of_the_table_leads_where_it_says, |app| {
    let stage = Stage::set(&app).await;
    let table = Table::served(&stage.sender).await;
    let mut made = 0;
    for &status in HandoverStatus::ALL {
        for (client, parties) in [(&stage.sender, sender_at(status)), (&stage.receiver, receiver_at(status))] {
            for name in table.possible(status, parties) {
                let id = stage.reach(status).await;
                let shown = client.handover(id).await.map(|view| view.possible_moves);
                assert!(shown.is_ok_and(|moves| moves.contains(&name)), "{name} from {status} is shown");
                let to = table.leads(status, name, parties).unwrap();
                // What was held once it was accepted goes back there.
                let to = if name == Move::Resume { HandoverStatus::Accepted } else { to };
                let moved = make(client, id, name).await.unwrap_or_else(|error| panic!("{name} from {status}: {error}"));
                assert_eq!(moved.status, to, "{name} from {status}");
                let last = stage.sender.history(id).await.unwrap().items.pop().unwrap();
                assert_eq!((last.name, last.status), (Some(name), to));
                made += 1;
            }
        }
    }
    assert!(made >= 24, "{made}");
});

story!(every_move_the_contract_has_a_path_for_is_in_the_table, |app| {
    let table = Table::served(&app.anonymous()).await;
    let reply = app.anonymous().send(Request::new(Method::GET, "/v1/openapi.json")).await.unwrap();
    let contract: serde_json::Value = serde_json::from_slice(&reply.body).unwrap();
    let paths = contract["paths"].as_object().unwrap().keys().filter_map(|path| path.strip_prefix("/handovers/{id}/_"));
    // A switch begins another handover and moves none.
    let moving = paths.filter(|name| *name != "switch");
    let mut named: Vec<Move> = moving.map(|name| Move::from_code(name).expect("a move of the table")).collect();
    named.sort_by_key(|name| name.code());
    let mut expected: Vec<Move> = called().collect();
    expected.sort_by_key(|name| name.code());
    assert_eq!(named, expected);
    assert!(expected.iter().all(|&name| table.ever(name, &[Party::Sender, Party::Receiver, Party::Responsible])));
});
