//! Informing the learner, and the consents that sections rest on.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{Channel, ConsentStatement, FieldProblem, Giver, Ground, Language, RepresentationGround, Role, Section, SectionStanding, Text};

/// That the learner or representative was informed (duty to inform, art. 13 and 14 GDPR).
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewInforming {
    /// Who was informed.
    pub informed: Giver,
    /// When.
    #[serde(deserialize_with = "crate::time::instant")]
    pub informed_at: DateTime<Utc>,
    /// By which channel.
    pub channel: Channel,
    /// Which version of the text: see `/v1/consent-texts`, kind `informing`.
    pub text_version: Text<40>,
    /// A word on how it went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text<1000>>,
}

/// Who heard a spoken statement.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Witness {
    /// The person's name.
    pub name: Text<160>,
    /// The person's role.
    pub role: Role,
}

/// What the learner, or who represents the learner, stated about one section.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewConsent {
    /// The section; consent is never bundled.
    pub section: Section,
    /// Given or refused.
    pub statement: ConsentStatement,
    /// Who states it: the student from 16 on, the legal representative before.
    pub giver: Giver,
    /// The representative, if one states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub representative_id: Option<Uuid>,
    /// What the section will be used for.
    pub purpose: Text<300>,
    /// How it reached the school: `paper` or `spoken`; on the own page the learner states it without the school.
    pub channel: Channel,
    /// Where the school keeps the scan, with `paper`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scan_reference: Option<Text<120>>,
    /// Who heard it, with `spoken`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness: Option<Witness>,
    /// When it was stated.
    #[serde(deserialize_with = "crate::time::instant")]
    pub stated_at: DateTime<Utc>,
    /// The first day it holds; the day it was stated when absent.
    #[serde(default, deserialize_with = "crate::time::some_day", skip_serializing_if = "Option::is_none")]
    pub from_on: Option<NaiveDate>,
    /// The last day it holds; for as long as the handover is kept when absent.
    #[serde(default, deserialize_with = "crate::time::some_day", skip_serializing_if = "Option::is_none")]
    pub until_on: Option<NaiveDate>,
    /// Which version of the text was shown: see `/v1/consent-texts`.
    pub text_version: Text<40>,
    /// In which language.
    pub text_language: Language,
    /// SHA-256 of the text shown, in hexadecimal.
    pub text_sha256: crate::Sha256Hex,
}

impl NewConsent {
    /// Rules that hold between fields, each culprit with its pointer.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldProblem> {
        let mut problems = self.missing_evidence();
        if self.from_on.zip(self.until_on).is_some_and(|(from, until)| until < from) {
            problems.push(wrong("/untilOn", "before-from", "Give a last day that is not before the first."));
        }
        problems
    }

    /// Every channel has its own proof, and no other.
    fn missing_evidence(&self) -> Vec<FieldProblem> {
        let rules = [
            (Channel::Paper, "/scanReference", self.scan_reference.is_some(), "Say where the scan of the signed text is kept."),
            (Channel::Spoken, "/witness", self.witness.is_some(), "Name who heard it, with their role."),
        ];
        let mut problems = Vec::new();
        for (channel, pointer, given, missing) in rules {
            match (channel == self.channel, given) {
                (true, false) => problems.push(wrong(pointer, "missing", missing)),
                (false, true) => problems.push(wrong(pointer, "other-channel", "Leave this out; it belongs to another channel.")),
                _ => {}
            }
        }
        if !rules.iter().any(|(channel, ..)| *channel == self.channel) {
            problems.push(wrong(
                "/channel",
                "no-proof",
                "Record what was stated on paper or spoken, with its proof; this channel has none.",
            ));
        }
        problems
    }
}

fn wrong(pointer: &str, code: &str, detail: &str) -> FieldProblem {
    FieldProblem { pointer: pointer.into(), code: code.into(), detail: detail.into() }
}

/// Taking a consent back, as easily as it was given.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConsentWithdrawal {
    /// How the wish reached the school.
    pub channel: Channel,
    /// When it was stated.
    #[serde(deserialize_with = "crate::time::instant")]
    pub stated_at: DateTime<Utc>,
    /// A word on how it went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text<300>>,
}

/// One version of a consent on record.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConsentView {
    /// The id of this version.
    pub id: Uuid,
    /// The section.
    pub section: Section,
    /// Given, refused or withdrawn.
    pub statement: ConsentStatement,
    /// Who stated it.
    pub giver: Giver,
    /// The representative, if one stated it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub representative_id: Option<Uuid>,
    /// On what ground that person represents the learner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub representation_ground: Option<RepresentationGround>,
    /// Counts the statements about one section.
    pub version: i64,
    /// What the section will be used for; empty once the learner is erased.
    pub purpose: String,
    /// The ground the section was to go on when it was stated.
    pub ground: Ground,
    /// The version of the exchange matrix that said so.
    pub matrix_version: String,
    /// How it reached the school.
    pub channel: Channel,
    /// Where the school keeps the scan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scan_reference: Option<String>,
    /// Who heard it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness: Option<Witness>,
    /// A word on how it went, with a withdrawal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The first day it holds.
    pub from_on: NaiveDate,
    /// The last day it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until_on: Option<NaiveDate>,
    /// Which version of the text was shown.
    pub text_version: String,
    /// In which language.
    pub text_language: Language,
    /// SHA-256 of the text shown.
    pub text_sha256: String,
    /// When it was stated.
    pub stated_at: DateTime<Utc>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// Every statement about the sections of one handover, and how the consents stand now.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConsentList {
    /// The statements, oldest first within each section.
    pub items: Vec<ConsentView>,
    /// How the consent stands for each section that was written or spoken about and rests on one.
    pub standings: Vec<SectionStanding>,
}
