//! Who the learner is and how to reach them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Text;

/// Content of `identity_contact`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IdentityContact {
    /// The name the learner goes by.
    pub given_name: Text<80>,
    /// Particle before the family name, such as "van de".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family_name_prefix: Option<Text<40>>,
    /// Family name.
    pub family_name: Text<120>,
    /// Day of birth.
    #[serde(deserialize_with = "crate::time::day")]
    pub born_on: NaiveDate,
    /// Where the learner lives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    /// How the learner is reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reachable_at: Option<Contact>,
    /// Legal representatives and how they are reached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 6)]
    #[serde(deserialize_with = "crate::bounded::at_most::<6, _, _>")]
    pub representatives: Vec<NamedContact>,
}

/// A postal address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Address {
    /// Street, number and addition.
    pub street: Text<120>,
    /// Postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<Text<12>>,
    /// Town.
    pub town: Text<80>,
}

/// E-mail and telephone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Contact {
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Text<120>>,
    /// Telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Text<30>>,
}

/// A person beside the learner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NamedContact {
    /// The person's name.
    pub name: Text<160>,
    /// How the person is reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reachable_at: Option<Contact>,
}
