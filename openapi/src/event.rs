//! Events: what happened, told thinly, as `CloudEvents` by the NL GOV profile.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{ApplicationReference, CodeList, HandoverStatus, code_list};

code_list! {
    /// What happened. A handover that stands elsewhere than before is told by where it stands.
    EventType = "event-types" {
        Draft = "nl.estafette.handover.draft", "een overdracht is begonnen of wordt herzien", "a handover began or is revised";
        InReview = "nl.estafette.handover.in_review", "de leerling kan de overdracht lezen", "the learner can read the handover";
        Ready = "nl.estafette.handover.ready", "een overdracht staat klaar", "a handover is ready";
        Offered = "nl.estafette.handover.offered", "een overdracht is aangeboden", "a handover is offered";
        Accepted = "nl.estafette.handover.accepted", "een overdracht is aangenomen", "a handover is accepted";
        InTransfer = "nl.estafette.handover.in_transfer", "een overdracht loopt", "a transfer is running";
        TakenOver = "nl.estafette.handover.taken_over", "een overdracht is overgenomen", "a handover is taken over";
        Closed = "nl.estafette.handover.closed", "een overdracht is afgerond", "a handover is closed";
        Declined = "nl.estafette.handover.declined", "een overdracht is afgewezen", "a handover is declined";
        Expired = "nl.estafette.handover.expired", "een aanbod is verlopen", "an offer expired";
        Withdrawn = "nl.estafette.handover.withdrawn", "een overdracht is teruggetrokken", "a handover is withdrawn";
        CancellationRequested = "nl.estafette.handover.cancellation_requested", "er is gevraagd een overdracht te stoppen", "a cancellation is asked for";
        PlacedElsewhere = "nl.estafette.handover.placed_elsewhere", "de leerling is door een ander overgenomen", "another took the learner over";
        OnHold = "nl.estafette.handover.on_hold", "een overdracht is aangehouden", "a handover is on hold";
        Gone = "nl.estafette.handover.gone", "deze partij leest de overdracht niet meer", "this partner reads the handover no longer";
        NoticeMade = "nl.estafette.notice.made", "er is een melding om te bevestigen", "there is a notice to acknowledge";
        QuestionAsked = "nl.estafette.question.asked", "er is een vraag gesteld", "a question was asked";
        QuestionAnswered = "nl.estafette.question.answered", "een vraag is beantwoord", "a question was answered";
        AlternativeProposed = "nl.estafette.alternative.proposed", "er is iets anders voorgesteld", "an alternative was proposed";
        AlternativeDecided = "nl.estafette.alternative.decided", "over een voorstel is besloten", "an alternative was decided on";
        ConversationPlanned = "nl.estafette.conversation.planned", "er zijn tijden voor een gesprek voorgesteld", "times for a conversation were proposed";
        ConversationAgreed = "nl.estafette.conversation.agreed", "een tijd voor een gesprek is afgesproken", "a time for a conversation was agreed on";
        ConversationEnded = "nl.estafette.conversation.ended", "een gesprek is gevoerd, gemist of vervallen", "a conversation was held, missed or waived";
        ConversationConfirmed = "nl.estafette.conversation.confirmed", "iemand sprak zich uit over wat is afgesproken", "somebody said yes or no to what was agreed";
        StepAnswered = "nl.estafette.step.answered", "een overgedragen stap is aangenomen of teruggegeven", "a step that was handed over was accepted or returned";
        StepDone = "nl.estafette.step.done", "een stap van het plan is gezet", "a step of the plan is done";
        FeedbackGiven = "nl.estafette.feedback.given", "er is teruggekoppeld hoe het gaat", "feedback was given";
        ReferralAnswered = "nl.estafette.referral.answered", "er is geantwoord op een verwijzing", "a referral was answered";
        SubscriptionTested = "nl.estafette.subscription.tested", "een abonnement is getest", "a subscription was tested";
    }
}

impl EventType {
    /// What tells that a handover stands there now.
    #[must_use]
    pub fn of_status(status: HandoverStatus) -> Option<Self> {
        Self::from_code(&format!("nl.estafette.handover.{status}"))
    }
}

/// Something that happened: ids and a type, and nothing of a person. What it means is fetched with the usual calls.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// The version of `CloudEvents`.
    #[schema(example = "1.0")]
    pub specversion: String,
    /// Its id: the same in the feed, in every delivery and in every try of one.
    pub id: Uuid,
    /// The service that tells it.
    #[schema(example = "https://estafette.example")]
    pub source: String,
    /// What happened.
    #[serde(rename = "type")]
    pub kind: EventType,
    /// When it happened.
    pub time: DateTime<Utc>,
    /// The handover it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Uuid>,
    /// The form of `data`.
    #[schema(example = "application/json")]
    pub datacontenttype: String,
    /// What it is about.
    pub data: EventData,
}

/// What an event is about: ids.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EventData {
    /// The handover.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handover_id: Option<Uuid>,
    /// The notice to acknowledge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice_id: Option<Uuid>,
    /// The subscription that was tested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subscription_id: Option<Uuid>,
    /// With `gone`: the partner's own reference, by which it finds what it kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application_reference: Option<ApplicationReference>,
}

/// What happened since, in the order in which it is told to everybody.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EventPage {
    /// The events, oldest first.
    pub items: Vec<Event>,
    /// Give this as `after` to read on, now or later.
    pub after: String,
    /// Whether there is more to read at once.
    pub more: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_is_told_by_an_event_of_its_name() {
        for &status in HandoverStatus::ALL {
            assert!(EventType::of_status(status).is_some(), "{status}");
        }
    }
}
