//! Partners as others see them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{Brin, PartnerKind, ProcessingActivity, Role, Text, content::Contact};

/// A partner that takes part.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PartnerView {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    #[schema(example = "Vmbo De Linde")]
    pub name: String,
    /// What kind of organisation it is.
    pub kind: PartnerKind,
    /// Its registration, if it is a school.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brin: Option<Brin>,
}

/// The partners that take part.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PartnerList {
    /// In order of name.
    pub items: Vec<PartnerView>,
}

impl PartnerKind {
    /// The purpose for which a partner of this kind is given access, as its tokens say it.
    #[must_use]
    pub fn purpose(self) -> ProcessingActivity {
        match self {
            Self::Overlegtafel => ProcessingActivity::Accountability,
            Self::Region => ProcessingActivity::AccessControl,
            _ => ProcessingActivity::WarmHandover,
        }
    }
}

/// A professional who can be called.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NamedPerson {
    /// The person's name.
    pub name: Text<160>,
    /// In which role.
    pub role: Role,
    /// How to reach the person.
    pub reachable_at: Contact,
}

impl NamedPerson {
    /// Whether there is a way to reach the person.
    #[must_use]
    pub fn is_reachable(&self) -> bool {
        self.reachable_at.email.is_some() || self.reachable_at.phone.is_some()
    }
}

/// Who is responsible for a learner right now.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ResponsibleParty {
    /// The partner.
    pub partner: PartnerView,
    /// The desk within the partner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<String>,
    /// The named person; gone when the learner's data was erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<NamedPerson>,
    /// Since when.
    pub since_at: chrono::DateTime<chrono::Utc>,
}
