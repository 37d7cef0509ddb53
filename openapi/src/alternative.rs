//! Alternatives on a running handover: another date, desk or partner, proposed by one side and decided by the other.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{FieldProblem, HandoverStatus, PartnerView, Party, Role, Text, code_list};

code_list! {
    /// What is proposed instead.
    AlternativeKind = "alternative-kinds" {
        AnotherDate = "another_date", "een andere startdatum", "another day to start";
        AnotherDesk = "another_desk", "een ander loket bij de ontvanger", "another desk of the receiver";
        AnotherPartner = "another_partner", "een andere ontvanger", "another receiver";
    }
}

code_list! {
    /// What was decided about an alternative.
    AlternativeDecision = "alternative-decisions" {
        Accepted = "accepted", "aangenomen", "accepted by the other side";
        Rejected = "rejected", "niet aangenomen", "rejected by the other side";
        Withdrawn = "withdrawn", "ingetrokken", "taken back by who proposed it";
    }
}

/// An alternative to propose: its kind, and the one field that goes with it.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewAlternative {
    /// What is proposed instead.
    pub kind: AlternativeKind,
    /// The other day to start, with `another_date`.
    #[serde(default, deserialize_with = "crate::time::some_day", skip_serializing_if = "Option::is_none")]
    pub starts_on: Option<NaiveDate>,
    /// The other desk of the receiver, with `another_desk`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<Text<80>>,
    /// The other receiver, with `another_partner`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner_id: Option<Uuid>,
    /// Why. Before the transfer the sender writes it without naming the learner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Text<1000>>,
    /// For which side it is proposed; to be named only where a school hands over within itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Party>,
}

impl NewAlternative {
    /// The field the kind asks for and does not have, and those it does not ask for and has.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldProblem> {
        use AlternativeKind as K;
        let fields = [
            (K::AnotherDate, "/startsOn", self.starts_on.is_some()),
            (K::AnotherDesk, "/desk", self.desk.is_some()),
            (K::AnotherPartner, "/partnerId", self.partner_id.is_some()),
        ];
        let wrong = fields.into_iter().filter(|(kind, _, given)| (*kind == self.kind) != *given);
        wrong.map(|(kind, pointer, given)| problem(kind, pointer, given)).collect()
    }
}

fn problem(kind: AlternativeKind, pointer: &str, given: bool) -> FieldProblem {
    let (code, detail) = match given {
        true => ("not-of-this-kind", format!("Leave this out, or propose {kind}.")),
        false => ("missing", format!("This is required with {kind}.")),
    };
    FieldProblem { pointer: pointer.into(), code: code.into(), detail }
}

/// A decision on an alternative.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AlternativeVerdict {
    /// What is decided; who proposed it can only take it back.
    pub decision: AlternativeDecision,
    /// Why. Before the transfer the sender writes it without naming the learner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Text<1000>>,
}

/// What deciding on an alternative answers.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AlternativeDecided {
    /// The alternative.
    pub id: Uuid,
    /// What was decided.
    pub decision: AlternativeDecision,
    /// Where the handover stands now: another receiver that was accepted ends it as declined.
    pub status: HandoverStatus,
}

/// An alternative on record, without the name of who proposed it.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AlternativeView {
    /// Its id.
    pub id: Uuid,
    /// What is proposed instead.
    pub kind: AlternativeKind,
    /// Which side proposed it.
    pub proposed_by: Party,
    /// In which role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed_in_role: Option<Role>,
    /// The other day to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_on: Option<NaiveDate>,
    /// The other desk of the receiver.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<Text<80>>,
    /// The other receiver.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<PartnerView>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Text<1000>>,
    /// When it was proposed.
    pub proposed_at: DateTime<Utc>,
    /// What was decided, once it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<AlternativeDecision>,
    /// Why it was decided so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision_explanation: Option<Text<1000>>,
    /// When it was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<DateTime<Utc>>,
}

/// A page of the alternatives on a handover, oldest first.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AlternativePage {
    /// The alternatives.
    pub items: Vec<AlternativeView>,
    /// Give this as `cursor` to read on; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CodeList;

    #[test]
    fn every_kind_asks_for_its_own_field_and_for_no_other() {
        for &kind in AlternativeKind::ALL {
            let bare = NewAlternative { kind, starts_on: None, desk: None, partner_id: None, explanation: None, side: None };
            let missing = bare.problems();
            assert_eq!(missing.iter().map(|p| p.code.as_str()).collect::<Vec<_>>(), ["missing"], "{kind}");
            let all =
                NewAlternative { starts_on: Some(NaiveDate::MIN), desk: Text::new("Balie").ok(), partner_id: Some(Uuid::nil()), ..bare };
            let too_many = all.problems();
            assert_eq!(too_many.len(), AlternativeKind::ALL.len() - 1, "{kind}");
            assert!(too_many.iter().all(|p| p.code == "not-of-this-kind" && p.pointer != missing[0].pointer), "{kind}");
        }
    }
}
