//! A stage on which a handover can be brought into any status: two colleges, so that either has every scope for moves.

use estafette_client::{Client, ClientError, Request};
use estafette_contract::{
    AcceptDetails, DeclineDetails, DeclineReason, HandoverStatus, Move, Moved, NoDetails, OfferDetails, PartnerKind, ReasonDetails, Role,
    TakeOverDetails, Transition, WithdrawDetails, WithdrawReason,
};
use estafette_tests::harness::{
    Partner, TestApp,
    scene::{agreed, cancelling, conversation, handover_to, holding, identity, informing, person, started, support, text},
    way::adult,
};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

/// Two colleges and somebody who is no party.
pub struct Stage<'a> {
    app: &'a TestApp,
    pub sender: Partner,
    pub receiver: Partner,
    pub stranger: Partner,
}

impl<'a> Stage<'a> {
    pub async fn set(app: &'a TestApp) -> Self {
        let kind = PartnerKind::MboCollege;
        let sender = app.partner("ROC De Beemd", kind).await;
        Self { app, sender, receiver: app.partner("ROC Maasdal", kind).await, stranger: app.partner("ROC Elders", kind).await }
    }

    /// A handover of a new learner in this status, with everything done that its next moves ask for.
    pub async fn reach(&self, status: HandoverStatus) -> Uuid {
        let learner = self.sender.register_learner(&adult()).await.unwrap().id;
        self.reach_for(learner, status).await
    }

    pub async fn reach_for(&self, learner: Uuid, status: HandoverStatus) -> Uuid {
        use HandoverStatus as S;
        let id = self.drafted(learner).await;
        let way: &[Move] = match status {
            S::Draft => &[],
            S::InReview => &[Move::Review],
            S::Ready => &[Move::Review, Move::Ready],
            S::Offered | S::Expired | S::PlacedElsewhere => &[Move::Review, Move::Ready, Move::Offer],
            S::Accepted => &[Move::Review, Move::Ready, Move::Offer, Move::Accept],
            S::Declined => &[Move::Review, Move::Ready, Move::Offer, Move::Decline],
            S::Withdrawn => &[Move::Review, Move::Ready, Move::Offer, Move::Withdraw],
            S::InTransfer => &[Move::Review, Move::Ready, Move::Offer, Move::Accept, Move::Transfer],
            S::TakenOver => &[Move::Review, Move::Ready, Move::Offer, Move::Accept, Move::Transfer, Move::TakeOver],
            S::Closed => &[Move::Review, Move::Ready, Move::Offer, Move::Accept, Move::Transfer, Move::TakeOver, Move::Close],
            S::CancellationRequested => &[Move::Review, Move::Ready, Move::Offer, Move::Accept, Move::Transfer, Move::Cancel],
            S::OnHold => &[Move::Review, Move::Ready, Move::Offer, Move::Accept, Move::Hold],
        };
        for &name in way {
            self.go(id, name).await;
        }
        match status {
            S::Expired => {
                self.app.days_pass(15);
                assert!(self.app.tick().await > 0);
            }
            S::PlacedElsewhere => drop(Box::pin(self.reach_for(learner, S::TakenOver)).await),
            _ => {}
        }
        id
    }

    async fn drafted(&self, learner: Uuid) -> Uuid {
        let id = self.sender.draft_handover(&handover_to(&self.receiver, learner, Transition::MboMbo)).await.unwrap().id;
        self.sender.put_section(id, identity(), None, None).await.unwrap();
        self.sender.put_section(id, support(), None, None).await.unwrap();
        self.sender.inform(id, &informing(self.app.clock().now())).await.unwrap();
        id
    }

    /// Makes a move as whoever makes it, and what the one after it will ask for.
    async fn go(&self, id: Uuid, name: Move) {
        let now = self.app.clock().now();
        let by_receiver = matches!(name, Move::Accept | Move::Decline | Move::TakeOver | Move::Close);
        let party = if by_receiver { &self.receiver } else { &self.sender };
        make(party, id, name).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        match name {
            Move::Review => drop(self.sender.record_view(id, &agreed(now)).await.unwrap()),
            Move::Accept => drop(self.receiver.record_conversation(id, &conversation(now)).await.unwrap()),
            Move::TakeOver => drop(self.receiver.give_feedback(id, &started(estafette_db::dutch_day(now))).await.unwrap()),
            _ => {}
        }
    }
}

/// Makes a move with whatever it takes along.
pub async fn make(client: &Client, id: Uuid, name: Move) -> Result<Moved, ClientError> {
    let request = Request::new(Method::POST, format!("/v1/handovers/{id}/_{name}")).json(&details(name)).once();
    client.send(request).await?.read()
}

/// What each move takes along.
fn details(name: Move) -> Value {
    match name {
        Move::Offer => json!(OfferDetails::default()),
        Move::Accept => json!(AcceptDetails { person: person("Bram Willems", Role::Intaker), application_reference: None }),
        Move::TakeOver => json!(TakeOverDetails { person: person("Fatima Aydin", Role::Coach), desk: None }),
        Move::Decline => json!(DeclineDetails { reason: DeclineReason::NoCapacity, explanation: None }),
        Move::Withdraw => json!(WithdrawDetails { reason: WithdrawReason::OtherRoute, explanation: None }),
        Move::Cancel => json!(cancelling("Overleg met de ouders")),
        Move::Hold => json!(holding("Overleg met de ouders")),
        Move::RefuseCancel => json!(ReasonDetails { explanation: text("Overleg met de ouders") }),
        _ => json!(NoDetails {}),
    }
}
