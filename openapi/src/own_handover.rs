//! Handovers as the learner they are about reads them, and what the learner says of them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    Agreement, ConsentStatement, Ground, HandoverStatus, Language, NamedPerson, Necessity, ObjectionView, PartnerView, Programme,
    ReferralView, Section, SectionAnswer, SectionStanding, Sha256Hex, Text, Transition, ViewRecord, content::Reflection,
};

/// A handover about the learner.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OwnHandoverLine {
    /// Its id.
    pub id: Uuid,
    /// The transition.
    pub transition: Transition,
    /// Where it stands.
    pub status: HandoverStatus,
    /// Since when.
    pub status_since_at: DateTime<Utc>,
    /// Who sends.
    pub sender: PartnerView,
    /// Who receives.
    pub receiver: PartnerView,
    /// What the learner goes on to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<Programme>,
    /// Whether it is there to be read and nothing was said of it yet.
    pub waits_for_your_view: bool,
}

/// A page of the handovers about the learner, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OwnHandoverPage {
    /// The handovers.
    pub items: Vec<OwnHandoverLine>,
    /// Give this as `cursor` to read on; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// A handover with all that is in it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OwnHandover {
    /// What the list says of it.
    pub summary: OwnHandoverLine,
    /// Who at the sender can be spoken with.
    pub sender_contact: NamedPerson,
    /// Who at the receiver can be spoken with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver_contact: Option<NamedPerson>,
    /// Every section that was written.
    pub sections: Vec<OwnSection>,
    /// What was said of it.
    pub views: Vec<ViewRecord>,
    /// What one line of the school asks another about you, and what came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referral: Option<ReferralView>,
}

/// A section as the learner reads it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OwnSection {
    /// The section.
    pub section: Section,
    /// How often it was written.
    pub version: i64,
    /// The ground it goes on.
    pub ground: Ground,
    /// When it was last written.
    pub written_at: DateTime<Utc>,
    /// Why it is necessary, where that was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub necessity: Option<Necessity>,
    /// How the consent it rests on stands, if it rests on one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<SectionStanding>,
    /// The objection to it, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objection: Option<ObjectionView>,
    /// With `support_needs`: the needs you said are no longer true, by their places counted from 1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub past_needs: Vec<i64>,
    /// Its content, in the shape of the section.
    #[schema(value_type = Object)]
    pub content: Box<RawValue>,
}

/// What the learner says of a handover under review.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewOwnView {
    /// Agreed overall.
    pub agreed: Agreement,
    /// Why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text<1000>>,
    /// In your own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_text: Option<Text<4000>>,
    /// What works for you.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what_works: Option<Text<4000>>,
    /// Reflections of your own that go along.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 10)]
    #[serde(deserialize_with = "crate::bounded::at_most::<10, _, _>")]
    pub reflections: Vec<Reflection>,
    /// Answers per section.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 14)]
    #[serde(deserialize_with = "crate::bounded::at_most::<14, _, _>")]
    pub sections: Vec<SectionAnswer>,
}

/// What the learner, or who represents the learner, states about one section.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewOwnConsent {
    /// The section; consent is never bundled.
    pub section: Section,
    /// Given or refused.
    pub statement: ConsentStatement,
    /// The last day it holds; for as long as the handover is kept when absent.
    #[serde(default, deserialize_with = "crate::time::some_day", skip_serializing_if = "Option::is_none")]
    pub until_on: Option<NaiveDate>,
    /// Which version of the text was shown: see `/v1/consent-texts`.
    pub text_version: Text<40>,
    /// In which language.
    pub text_language: Language,
    /// SHA-256 of the text shown, in hexadecimal.
    pub text_sha256: Sha256Hex,
}
