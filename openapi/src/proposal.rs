//! Proposals: what gives a partner more, and what changes the rules, one operator proposes and another confirms.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{ProposedMatrix, RmcRegion, code_list};

code_list! {
    /// What a proposal gives a partner, or changes for the region.
    ProposalKind = "proposal-kinds" {
        AddKeys = "add_keys", "sleutels toevoegen", "add keys";
        SetJwksUri = "set_jwks_uri", "het adres van de sleutels vastleggen", "set the address of the keys";
        GrantScope = "grant_scope", "een recht toekennen", "grant a scope";
        AddCertificate = "add_certificate", "een certificaat toevoegen", "add a certificate";
        SwitchOnNlGov = "switch_on_nl_gov", "het NL GOV-profiel aanzetten", "switch the NL GOV profile on";
        FollowRegion = "follow_region", "een RMC-regio laten volgen", "let it follow an RMC region";
        Reinstate = "reinstate", "weer toelaten", "let it take part again";
        AdoptMatrix = "adopt_matrix", "een uitwisselmatrix aannemen", "adopt an exchange matrix";
    }
}

code_list! {
    /// Where a proposal stands.
    ProposalStatus = "proposal-statuses" {
        Open = "open", "wacht op een andere beheerder", "waits for another operator";
        Confirmed = "confirmed", "bevestigd en uitgevoerd", "confirmed and done";
        Rejected = "rejected", "afgewezen", "rejected";
        Expired = "expired", "verlopen", "expired";
    }
}

/// A key that would be added.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProposedKey {
    /// What the partner calls it.
    pub kid: String,
    /// The one algorithm it is for.
    pub alg: String,
    /// Its RFC 7638 thumbprint: compare it with what the partner tells.
    pub thumbprint: String,
}

/// A proposal, with what another operator has to know to decide.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProposalView {
    /// Its id.
    pub id: Uuid,
    /// What it gives.
    pub kind: ProposalKind,
    /// Where it stands.
    pub status: ProposalStatus,
    /// The partner it gives something to; with `adopt_matrix` the operator who proposed it.
    pub partner_id: Uuid,
    /// The id its client signs in with.
    pub client_id: String,
    /// The keys, with `add_keys`; with `set_jwks_uri` those that were found there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<ProposedKey>,
    /// The address, with `set_jwks_uri`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwks_uri: Option<String>,
    /// The scope, with `grant_scope`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// Why the partner needs what its kind is not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The SHA-256 of the certificate in hexadecimal, with `add_certificate`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
    /// The RMC region, with `follow_region`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rmc_region: Option<RmcRegion>,
    /// The matrix, with `adopt_matrix`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matrix: Option<ProposedMatrix>,
    /// The operator who proposed it.
    pub proposed_by: String,
    /// When.
    pub proposed_at: DateTime<Utc>,
    /// Until when it can be confirmed.
    pub expires_at: DateTime<Utc>,
    /// The operator who decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<DateTime<Utc>>,
}

/// A page of proposals, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProposalPage {
    /// The proposals.
    pub items: Vec<ProposalView>,
    /// Give this as `cursor` to read on; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// Where a proposal stands now.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProposalStanding {
    /// Its id.
    pub id: Uuid,
    /// Where it stands.
    pub status: ProposalStatus,
}
