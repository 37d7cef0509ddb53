//! Partners as operators admit and keep them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{Brin, ClientId, HttpsAddress, Kvk, Oin, PartnerKind, RmcRegion, Sha256Hex, Text, code_list};

code_list! {
    /// Whether a partner takes part.
    PartnerStatus = "partner-statuses" {
        Active = "active", "doet mee", "takes part";
        Suspended = "suspended", "geschorst", "suspended";
    }
}

code_list! {
    /// Where a key of a partner comes from.
    KeySource = "key-sources" {
        File = "file", "door beheerders toegevoegd", "added by operators";
        JwksUri = "jwks_uri", "gevonden op het adres van de partij", "found at the address of the partner";
    }
}

code_list! {
    /// Why a key no longer counts.
    KeyRetirement = "key-retirements" {
        Operator = "operator", "een beheerder trok de sleutel in", "an operator retired it";
        Burnt = "burnt", "de geheime helft is getoond", "its private half was shown";
        Gone = "gone", "niet meer gevonden op het adres van de partij", "no longer found at the address of the partner";
    }
}

/// A partner to admit. It can do nothing until two operators have given it a key.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewManagedPartner {
    /// Its name.
    pub name: Text<160>,
    /// What kind of organisation it is; it is given the scopes of its kind.
    pub kind: PartnerKind,
    /// The id its client will sign in with.
    pub client_id: ClientId,
    /// Its registration, if it is a school.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brin: Option<Brin>,
    /// Its organisation number, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oin: Option<Oin>,
    /// Its number in the trade register, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kvk: Option<Kvk>,
    /// The RMC region it follows, if it is a Doorstroompunt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rmc_region: Option<RmcRegion>,
}

/// A partner as one line of the operators' list.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ManagedPartnerLine {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// What kind of organisation it is.
    pub kind: PartnerKind,
    /// The id its client signs in with.
    pub client_id: String,
    /// Whether it takes part.
    pub status: PartnerStatus,
}

/// A page of the partners, suspended ones too, in the order in which they joined.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ManagedPartnerPage {
    /// The partners.
    pub items: Vec<ManagedPartnerLine>,
    /// Give this as `cursor` to read on; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// A key of a partner.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RegisteredKey {
    /// What the partner calls it.
    pub kid: String,
    /// The one algorithm it is for.
    pub alg: String,
    /// Its RFC 7638 thumbprint.
    pub thumbprint: String,
    /// Where it comes from.
    pub source: KeySource,
    /// Since when it counts.
    pub added_at: DateTime<Utc>,
    /// Since when it no longer counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired_at: Option<DateTime<Utc>>,
    /// Why it no longer counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired_by: Option<KeyRetirement>,
}

/// A certificate of a partner.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RegisteredCertificate {
    /// The SHA-256 of the certificate in hexadecimal.
    pub thumbprint: String,
    /// Since when it counts.
    pub added_at: DateTime<Utc>,
    /// Since when it no longer counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired_at: Option<DateTime<Utc>>,
}

/// Where a partner publishes its keys.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct KeyAddress {
    /// The address of its JWKS.
    pub jwks_uri: String,
    /// When keys were last asked for there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked_at: Option<DateTime<Utc>>,
    /// What was wrong the last time; the keys of before stay as they were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
}

/// A partner with all that was granted to it.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ManagedPartner {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// What kind of organisation it is.
    pub kind: PartnerKind,
    /// The id its client signs in with.
    pub client_id: String,
    /// Whether it takes part.
    pub status: PartnerStatus,
    /// Its registration, if it is a school.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brin: Option<Brin>,
    /// Its organisation number, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oin: Option<Oin>,
    /// Its number in the trade register, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kvk: Option<Kvk>,
    /// The RMC region it follows, if it is a Doorstroompunt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rmc_region: Option<RmcRegion>,
    /// The scopes granted.
    pub scopes: Vec<String>,
    /// Whether the NL GOV profile for OAuth is on for it, so that it may also sign with RS256.
    pub nl_gov: bool,
    /// Its keys, the oldest first, retired ones too.
    pub keys: Vec<RegisteredKey>,
    /// The certificates its client shows, the oldest first, retired ones too.
    pub certificates: Vec<RegisteredCertificate>,
    /// Where it publishes its keys, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_address: Option<KeyAddress>,
    /// When it joined.
    pub joined_at: DateTime<Utc>,
}

/// Keys to add: a JWKS as it is, or the address where the partner publishes one.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewKeys {
    /// Public keys (RFC 7517), at most 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<Object>>)]
    pub keys: Option<Vec<serde_json::Value>>,
    /// An HTTPS address that anybody can reach; asked again every five minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwks_uri: Option<HttpsAddress>,
}

/// A key to retire.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeyName {
    /// What the partner calls it.
    pub kid: Text<128>,
}

/// A scope to grant.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewScope {
    /// The scope, for one transition or for all.
    #[schema(example = "sections.health:read")]
    pub scope: Text<80>,
    /// Why this partner needs what its kind is not given; needed for such a scope only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text<500>>,
}

/// The RMC region a Doorstroompunt is to follow.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewRmcRegion {
    /// The region; of each, one Doorstroompunt takes part.
    pub rmc_region: RmcRegion,
}

/// A scope to take back.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScopeName {
    /// The scope, exactly as it was granted.
    pub scope: Text<80>,
}

/// A certificate that a client will show with mutual TLS.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewCertificate {
    /// One X.509 certificate in PEM, without any key.
    pub certificate: String,
}

/// A certificate to retire.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CertificateName {
    /// The SHA-256 of the certificate in hexadecimal.
    pub thumbprint: Sha256Hex,
}

/// Where a partner stands after an operator's act.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PartnerStanding {
    /// Its id.
    pub id: Uuid,
    /// Whether it takes part.
    pub status: PartnerStatus,
}
