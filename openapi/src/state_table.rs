//! The state table of a handover: every move there is, who makes it and what must hold.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::code_list;

code_list! {
    /// Where a handover stands.
    HandoverStatus = "handover-status" {
        Draft = "draft", "concept", "being written by the sender";
        InReview = "in_review", "ter inzage bij de leerling", "being read by the learner";
        Ready = "ready", "klaar om aan te bieden", "ready to be offered";
        Offered = "offered", "aangeboden", "offered to the receiver";
        Accepted = "accepted", "aangenomen", "accepted by a named person";
        InTransfer = "in_transfer", "in overdracht", "being transferred";
        TakenOver = "taken_over", "overgenomen", "taken over";
        Closed = "closed", "afgerond", "closed";
        Declined = "declined", "afgewezen", "declined by the receiver";
        Expired = "expired", "verlopen", "expired unanswered";
        Withdrawn = "withdrawn", "teruggetrokken", "withdrawn";
        CancellationRequested = "cancellation_requested", "stopzetting gevraagd", "the sender asked to cancel the transfer";
        PlacedElsewhere = "placed_elsewhere", "elders geplaatst", "another offer of this learner was taken over";
        OnHold = "on_hold", "aangehouden", "on hold";
    }
}

code_list! {
    /// Who stands to a handover in which way.
    Party = "parties" {
        Sender = "sender", "de verzendende partij", "the sending partner";
        Receiver = "receiver", "de ontvangende partij", "the receiving partner";
        Learner = "learner", "de leerling", "the learner";
        Responsible = "responsible", "de verantwoordelijke partij", "the responsible party";
        Doorstroompunt = "doorstroompunt", "het Doorstroompunt dat hoort wat stilligt", "the Doorstroompunt that is told of what stands still";
        Clock = "clock", "de klok", "the clock";
        System = "system", "het systeem", "the system";
    }
}

code_list! {
    /// A named move from one status to another.
    Move = "moves" {
        Review = "review", "ter inzage geven", "put up for review";
        Revise = "revise", "aanpassen", "change after the review began";
        Ready = "ready", "klaarzetten", "make ready";
        Offer = "offer", "aanbieden", "offer";
        Accept = "accept", "aannemen", "accept";
        Decline = "decline", "afwijzen", "decline";
        Expire = "expire", "laten verlopen", "expire";
        Transfer = "transfer", "overdracht starten", "start the transfer";
        TakeOver = "takeover", "overnemen", "take over";
        Close = "close", "afronden", "close";
        Withdraw = "withdraw", "terugtrekken", "withdraw";
        Cancel = "cancel", "stopzetting vragen", "ask to cancel";
        ConfirmCancel = "confirmcancel", "stopzetting toestaan", "agree to the cancellation";
        RefuseCancel = "refusecancel", "stopzetting weigeren", "refuse the cancellation";
        PlaceElsewhere = "placeelsewhere", "elders plaatsen", "end because placed elsewhere";
        Hold = "hold", "aanhouden", "put on hold";
        Resume = "resume", "hervatten", "resume";
        Erase = "erase", "wissen wat er over de leerling wordt bewaard", "erase what is kept about the learner";
    }
}

code_list! {
    /// Something that must hold before a move is made.
    Guard = "guards" {
        SectionsAllowed = "sections_allowed", "de verplichte onderdelen zijn er en elk onderdeel is toegestaan", "the required sections are there and each is allowed";
        NecessityWritten = "necessity_written", "de noodzaak is beschreven waar dat moet", "necessity is written where asked";
        LearnerInformed = "learner_informed", "vastgelegd is dat de leerling is geïnformeerd", "it is on record that the learner was informed";
        ViewOrSilence = "view_or_silence", "de zienswijze is vastgelegd, of de termijn is om na een tweede poging", "the learner's view is present, or the term is over after a second attempt";
        GroundsLive = "grounds_live", "elk onderdeel heeft een geldige grond", "every section has a live ground";
        ReceiverActive = "receiver_active", "de ontvanger doet mee", "the receiver takes part";
        SenderResponsible = "sender_responsible", "de verzender is nog verantwoordelijk", "the sender is still the responsible party";
        ApplicationGiven = "application_given", "het kenmerk van de aanmelding is gegeven", "the application reference is given";
        ApplicationConfirmed = "application_confirmed", "het kenmerk van de aanmelding is bevestigd", "the application reference is confirmed";
        NamedPerson = "named_person", "een persoon die te bereiken is, is met naam genoemd", "a person who can be reached is named";
        Reason = "reason", "een reden is gegeven", "a reason is given";
        TermOver = "term_over", "de termijn is om", "the term is over";
        WarmConversation = "warm_conversation", "er is gesproken, of er is schriftelijk van afgezien", "a conversation was held or waived in writing";
        FeedbackGiven = "feedback_given", "de terugkoppeling is gegeven", "feedback was given";
        HeldBeforeTransfer = "held_before_transfer", "de overdracht liep nog niet toen zij werd aangehouden", "the transfer did not run yet when it was put on hold";
        ConsentCarries = "consent_carries", "de overdracht rust op toestemming", "the handover rests on consent";
    }
}

code_list! {
    /// How much of a handover someone may read.
    Reading = "readings" {
        Nothing = "nothing", "niets", "nothing";
        Announcement = "announcement", "alleen de aankondiging", "the announcement only";
        Granted = "granted", "de toegestane onderdelen", "the granted sections";
        Skeleton = "skeleton", "alleen de gegevens over het verloop", "the course of it, without content";
        Full = "full", "alles", "everything";
    }
}

/// One row of the state table.
#[derive(Debug, Clone, Copy)]
pub struct MoveRow {
    /// The name of the move.
    pub name: Move,
    /// The statuses it starts from.
    pub from: &'static [HandoverStatus],
    /// The status it leads to; a resumed handover goes back to the status remembered.
    pub to: HandoverStatus,
    /// Who may make it.
    pub by: &'static [Party],
    /// What must hold.
    pub guards: &'static [Guard],
}

use Guard as G;
use HandoverStatus as S;
use Party as P;

const OPEN: &[S] = &[S::Draft, S::InReview, S::Ready, S::Offered, S::Accepted, S::InTransfer];

/// Where a handover can be taken back without the receiver's leave; on hold only if it was held before the transfer ran.
const BEFORE_TRANSFER: &[S] = &[S::Draft, S::InReview, S::Ready, S::Offered, S::Accepted, S::OnHold];

/// Where a handover that runs ends as withdrawn when its learner is erased.
const NOT_TAKEN_OVER: &[S] =
    &[S::Draft, S::InReview, S::Ready, S::Offered, S::Accepted, S::InTransfer, S::CancellationRequested, S::OnHold];

/// The state table.
pub const MOVES: &[MoveRow] = &[
    row(Move::Review, &[S::Draft], S::InReview, &[P::Sender], &[G::SectionsAllowed, G::NecessityWritten, G::LearnerInformed]),
    row(Move::Revise, &[S::InReview], S::Draft, &[P::Sender], &[]),
    row(Move::Ready, &[S::InReview], S::Ready, &[P::Sender], &[G::ViewOrSilence, G::GroundsLive]),
    row(
        Move::Offer,
        &[S::Ready],
        S::Offered,
        &[P::Sender],
        &[G::SenderResponsible, G::ReceiverActive, G::NamedPerson, G::ApplicationGiven, G::LearnerInformed, G::GroundsLive],
    ),
    row(Move::Accept, &[S::Offered], S::Accepted, &[P::Receiver], &[G::NamedPerson, G::ApplicationConfirmed]),
    row(Move::Decline, &[S::Offered, S::Accepted], S::Declined, &[P::Receiver], &[G::Reason]),
    row(Move::Expire, &[S::Offered], S::Expired, &[P::Clock], &[G::TermOver]),
    row(
        Move::Transfer,
        &[S::Accepted],
        S::InTransfer,
        &[P::Sender],
        &[G::SenderResponsible, G::ReceiverActive, G::SectionsAllowed, G::NecessityWritten, G::LearnerInformed, G::GroundsLive],
    ),
    row(Move::TakeOver, &[S::InTransfer], S::TakenOver, &[P::Receiver], &[G::SenderResponsible, G::NamedPerson, G::WarmConversation]),
    row(Move::Close, &[S::TakenOver], S::Closed, &[P::Receiver], &[G::FeedbackGiven]),
    row(Move::Close, &[S::TakenOver], S::Closed, &[P::Clock], &[G::TermOver]),
    row(Move::Withdraw, BEFORE_TRANSFER, S::Withdrawn, &[P::Sender], &[G::Reason, G::HeldBeforeTransfer]),
    row(Move::Withdraw, BEFORE_TRANSFER, S::Withdrawn, &[P::Learner], &[G::ConsentCarries, G::HeldBeforeTransfer]),
    row(Move::Cancel, &[S::InTransfer], S::CancellationRequested, &[P::Sender], &[G::Reason]),
    row(Move::ConfirmCancel, &[S::CancellationRequested], S::Withdrawn, &[P::Receiver], &[]),
    row(Move::RefuseCancel, &[S::CancellationRequested], S::InTransfer, &[P::Receiver], &[G::Reason]),
    row(
        Move::PlaceElsewhere,
        &[S::Offered, S::Accepted, S::InTransfer, S::CancellationRequested, S::OnHold],
        S::PlacedElsewhere,
        &[P::System],
        &[],
    ),
    row(Move::Erase, NOT_TAKEN_OVER, S::Withdrawn, &[P::System], &[]),
    row(Move::Erase, &[S::TakenOver], S::Closed, &[P::System], &[]),
    row(Move::Hold, OPEN, S::OnHold, &[P::Responsible], &[G::Reason]),
    row(Move::Resume, &[S::OnHold], S::Draft, &[P::Responsible], &[]),
];

const fn row(name: Move, from: &'static [S], to: S, by: &'static [P], guards: &'static [G]) -> MoveRow {
    MoveRow { name, from, to, by, guards }
}

impl HandoverStatus {
    /// What sender, receiver and learner read while a handover stands here.
    #[must_use]
    pub fn readings(self) -> StatusReadings {
        use Reading as R;
        let (sender, receiver, learner) = match self {
            S::Draft => (R::Full, R::Nothing, R::Nothing),
            S::InReview | S::Ready | S::Withdrawn | S::Expired | S::Declined | S::PlacedElsewhere | S::OnHold => {
                (R::Full, R::Nothing, R::Full)
            }
            S::Offered | S::Accepted => (R::Full, R::Announcement, R::Full),
            S::InTransfer | S::CancellationRequested | S::TakenOver => (R::Full, R::Granted, R::Full),
            S::Closed => (R::Skeleton, R::Nothing, R::Full),
        };
        StatusReadings { sender, receiver, learner }
    }

    /// The rows of the table that start here.
    pub fn moves(self) -> impl Iterator<Item = &'static MoveRow> {
        MOVES.iter().filter(move |row| row.from.contains(&self))
    }

    /// Whether nothing can happen any more.
    #[must_use]
    pub fn is_final(self) -> bool {
        self.moves().next().is_none()
    }
}

/// Who reads how much while a handover stands in one status.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StatusReadings {
    /// The sender.
    pub sender: Reading,
    /// The receiver.
    pub receiver: Reading,
    /// The learner.
    pub learner: Reading,
}

/// One row of the state table as it is served.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MoveView {
    /// The name of the move, also the last segment of its path.
    pub name: Move,
    /// The statuses it starts from.
    pub from: Vec<HandoverStatus>,
    /// The status it leads to; resuming leads back to the status remembered.
    pub to: HandoverStatus,
    /// Who may make it.
    pub by: Vec<Party>,
    /// What must hold.
    pub guards: Vec<Guard>,
}

impl From<&MoveRow> for MoveView {
    fn from(row: &MoveRow) -> Self {
        Self { name: row.name, from: row.from.to_vec(), to: row.to, by: row.by.to_vec(), guards: row.guards.to_vec() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CodeList;

    #[test]
    fn every_status_but_the_last_ones_has_a_way_on() {
        let last: Vec<_> = HandoverStatus::ALL.iter().copied().filter(|s| s.is_final()).collect();
        assert_eq!(last, [S::Closed, S::Declined, S::Expired, S::Withdrawn, S::PlacedElsewhere]);
    }

    #[test]
    fn every_status_can_be_reached() {
        for &status in HandoverStatus::ALL {
            assert!(status == S::Draft || MOVES.iter().any(|row| row.to == status), "{status}");
        }
    }
}
