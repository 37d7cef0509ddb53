//! Coming in: one-time links and codes that a school hands over, and what they open.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{ClaimCode, Giver, ResponsibleParty, code_list};

code_list! {
    /// For whom a one-time link or code is.
    ClaimRole = "claim-roles" {
        Student = "student", "de leerling zelf, om binnen te komen", "the student, to come in";
        LegalRepresentative = "legal_representative", "de wettelijk vertegenwoordiger, om binnen te komen", "the legal representative, to come in";
        NextPartner = "next_partner", "een volgende partij, om de leerling te vinden", "a next partner, to find the learner";
    }
}

code_list! {
    /// What is handed over.
    ClaimForm = "claim-forms" {
        Link = "link", "een geheim voor in een link", "a secret to put into a link";
        Code = "code", "een code om over te typen, die vijf keer te proberen is", "a code to type, which can be tried five times";
    }
}

/// A one-time link or code to make for one learner and role.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewClaim {
    /// For whom it is.
    pub role: ClaimRole,
    /// What is handed over.
    pub form: ClaimForm,
    /// The representative on record, with `legal_representative`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub representative_id: Option<Uuid>,
}

/// A one-time link or code the learner makes, for a next partner.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewOwnClaim {
    /// What is handed over.
    pub form: ClaimForm,
}

/// A one-time link or code. The service keeps no more than a keyed hash of it.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClaimMade {
    /// Its id.
    pub id: Uuid,
    /// What to hand over: put it behind the `#` of a link, or have it typed. Capitals, spaces and hyphens do not matter.
    #[schema(example = "7K3QW-9M2XA")]
    pub code: String,
    /// Until when it opens something, once.
    pub expires_at: DateTime<Utc>,
}

/// A code as it was typed or came with a link.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClaimShown {
    /// The code.
    #[schema(example = "7K3QW-9M2XA")]
    pub code: ClaimCode,
}

/// That somebody came in.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CameIn {
    /// The learner token: send it as `Authorization: Bearer` to everything below `/v1/own`.
    pub token: String,
    /// As whom.
    pub role: Giver,
    /// Until when it counts.
    pub expires_at: DateTime<Utc>,
}

/// The own page: of whom it is, who reads it, and who is responsible.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OwnPage {
    /// The name the learner goes by.
    pub given_name: String,
    /// As whom it is read.
    pub role: Giver,
    /// Exactly one party, at any moment.
    pub responsible: ResponsibleParty,
    /// Until when the learner token counts.
    pub expires_at: DateTime<Utc>,
}
