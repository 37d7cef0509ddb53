//! The handover itself: making it, moving it, and what its parties see of it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    ApplicationReference, ContinuesFrom, DeclineReason, Ground, HandoverStatus, LearningPath, Move, NamedPerson, Opleidingscode,
    PartnerView, Party, ProgrammeLevel, Reading, ResponsibleParty, Section, Sector, Text, Transition, Urgency, WithdrawReason,
};

/// Where a handover is sent.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Destination {
    /// The receiving partner.
    pub partner_id: Uuid,
    /// The desk within the partner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<Text<80>>,
}

/// The programme the learner goes to.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Programme {
    /// Its name.
    pub name: Text<200>,
    /// The qualification.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opleidingscode: Option<Opleidingscode>,
    /// Its level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<ProgrammeLevel>,
    /// How it is followed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learning_path: Option<LearningPath>,
    /// The part of working life it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<Sector>,
    /// Where it is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Text<120>>,
    /// When it starts.
    #[serde(default, deserialize_with = "crate::time::some_day", skip_serializing_if = "Option::is_none")]
    pub starts_on: Option<NaiveDate>,
}

/// A handover to be drafted.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewHandover {
    /// The sender's own pseudonym for the learner.
    pub learner_id: Uuid,
    /// The transition.
    pub transition: Transition,
    /// Where it is sent.
    pub receiver: Destination,
    /// The sender's desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender_desk: Option<Text<80>>,
    /// Who at the sender can be spoken with.
    pub sender_contact: NamedPerson,
    /// The programme the learner goes to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<Programme>,
    /// The receiving school's own reference to the learner's application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application_reference: Option<ApplicationReference>,
    /// How soon the receiver should look.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency: Option<Urgency>,
    /// An earlier handover of this learner to copy sections from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continues_from: Option<ContinuesFrom>,
}

/// What a move answers: where the handover stands now.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Moved {
    /// The handover.
    pub id: Uuid,
    /// Where it stands now.
    pub status: HandoverStatus,
}

/// A move that needs no more than its name.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoDetails {}

/// What an offer may still add.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OfferDetails {
    /// The receiving school's own reference to the learner's application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application_reference: Option<ApplicationReference>,
    /// Who at the sender can be spoken with, instead of whom the draft names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender_contact: Option<NamedPerson>,
}

/// Who accepts, and for which application.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AcceptDetails {
    /// The person at the receiver who accepts.
    pub person: NamedPerson,
    /// The application this is about, as the announcement named it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application_reference: Option<ApplicationReference>,
}

/// Why an offer is declined.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeclineDetails {
    /// The reason.
    pub reason: DeclineReason,
    /// A word to the sender.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Text<1000>>,
}

/// Why a handover is taken back.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WithdrawDetails {
    /// The reason.
    pub reason: WithdrawReason,
    /// A word to the receiver.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Text<1000>>,
}

/// A reason in words.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReasonDetails {
    /// The reason.
    pub explanation: Text<1000>,
}

/// Who takes over.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TakeOverDetails {
    /// The person who says "I have it".
    pub person: NamedPerson,
    /// The desk within the receiver.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<Text<80>>,
}

/// A section as a handover lists it.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SectionSummary {
    /// The section.
    pub section: Section,
    /// How often it was written.
    pub version: i64,
    /// The ground the matrix gives it.
    pub ground: Ground,
    /// When it was last written.
    pub written_at: DateTime<Utc>,
}

/// A handover as one of its parties sees it; what the party may not see is absent.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HandoverView {
    /// The handover.
    pub id: Uuid,
    /// How this partner stands to it.
    pub party: Party,
    /// How much of it this partner reads now.
    pub reading: Reading,
    /// The transition.
    pub transition: Transition,
    /// Where it stands.
    pub status: HandoverStatus,
    /// Since when it stands there.
    pub status_since_at: DateTime<Utc>,
    /// When the current term ends, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term_ends_at: Option<DateTime<Utc>>,
    /// What this partner can do next.
    pub possible_moves: Vec<Move>,
    /// Who sends.
    pub sender: PartnerView,
    /// Who receives.
    pub receiver: PartnerView,
    /// The receiver's desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver_desk: Option<String>,
    /// The programme the learner goes to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<Programme>,
    /// How soon the receiver should look.
    pub urgency: Urgency,
    /// The receiving school's own reference to the learner's application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application_reference: Option<ApplicationReference>,
    /// Who at the sender can be spoken with; from acceptance on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender_contact: Option<NamedPerson>,
    /// Who at the receiver accepted or took over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver_contact: Option<NamedPerson>,
    /// This partner's own pseudonym for the learner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learner_id: Option<Uuid>,
    /// Who is responsible for the learner right now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<ResponsibleParty>,
    /// The sections this partner may read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sections: Option<Vec<SectionSummary>>,
}

/// One line of an inbox or outbox: no person in it.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Announcement {
    /// The handover.
    pub id: Uuid,
    /// The transition.
    pub transition: Transition,
    /// Where it stands.
    pub status: HandoverStatus,
    /// Since when it stands there.
    pub status_since_at: DateTime<Utc>,
    /// When the current term ends, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term_ends_at: Option<DateTime<Utc>>,
    /// The other partner: the sender in an inbox, the receiver in an outbox.
    pub partner: PartnerView,
    /// The programme the learner goes to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<Programme>,
    /// How soon the receiver should look.
    pub urgency: Urgency,
    /// The receiving school's own reference to the learner's application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application_reference: Option<ApplicationReference>,
}

/// A page of an inbox or outbox, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AnnouncementPage {
    /// The lines.
    pub items: Vec<Announcement>,
    /// Give this as `cursor` to read on; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// One move a handover made.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HistoryLine {
    /// The move; absent on the first line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Move>,
    /// The status it led to.
    pub status: HandoverStatus,
    /// Who made it.
    pub by: Party,
    /// The reason code given with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The explanation given with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
    /// When.
    pub moved_at: DateTime<Utc>,
}

/// Every move a handover made, oldest first.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct History {
    /// The lines.
    pub items: Vec<HistoryLine>,
}
