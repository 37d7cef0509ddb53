//! What is proposed: whether it can be, and doing it.

use chrono::NaiveDateTime;
use diesel::{prelude::*, update};
use estafette_contract::{NewAdoption, ProblemKind, ProposalKind, RmcRegion};
use serde::{Deserialize, Serialize};

use crate::{
    DbError, DbResult, matrices,
    partners::{
        ImportedKey, Registered, add_certificate, add_keys, check_algorithms, check_certificate, check_keys, check_nl_gov, check_region,
        check_scope, follow_region, grant_scope, set_address, switch_on_nl_gov,
    },
    schema::partners,
    store::Cx,
};

/// What a proposal gives a partner, or changes for the region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Change {
    /// Keys that were found good.
    AddKeys {
        /// The keys.
        keys: Vec<ImportedKey>,
    },
    /// The address at which the partner publishes its keys.
    SetJwksUri {
        /// The address.
        jwks_uri: String,
        /// What was found there.
        keys: Vec<ImportedKey>,
    },
    /// A scope.
    GrantScope {
        /// The scope, for one transition or for all.
        scope: String,
        /// Why, for what the kind of the partner is not given.
        reason: Option<String>,
    },
    /// A certificate that the client will show.
    AddCertificate {
        /// Its SHA-256 in hexadecimal.
        thumbprint: String,
    },
    /// Signing with RS256, as the NL GOV profile prescribes.
    SwitchOnNlGov,
    /// The RMC region that a Doorstroompunt follows.
    FollowRegion {
        /// The region.
        rmc_region: RmcRegion,
    },
    /// Taking part again.
    Reinstate,
    /// Another exchange matrix, for the whole region.
    AdoptMatrix {
        /// The matrix, and who signed it.
        adoption: NewAdoption,
    },
}

impl Change {
    /// What kind of change it is.
    #[must_use]
    pub fn kind(&self) -> ProposalKind {
        match self {
            Self::AddKeys { .. } => ProposalKind::AddKeys,
            Self::SetJwksUri { .. } => ProposalKind::SetJwksUri,
            Self::GrantScope { .. } => ProposalKind::GrantScope,
            Self::AddCertificate { .. } => ProposalKind::AddCertificate,
            Self::SwitchOnNlGov => ProposalKind::SwitchOnNlGov,
            Self::FollowRegion { .. } => ProposalKind::FollowRegion,
            Self::Reinstate => ProposalKind::Reinstate,
            Self::AdoptMatrix { .. } => ProposalKind::AdoptMatrix,
        }
    }

    /// Refuses what cannot be; asked when it is proposed and again when it is confirmed.
    pub(super) fn check(&self, cx: &mut Cx<'_>, partner: &Registered) -> DbResult<()> {
        match self {
            Self::AddKeys { keys } => check_keys(cx, partner, keys),
            Self::SetJwksUri { keys, .. } => check_algorithms(partner, keys, |_| "/jwksUri".into()),
            Self::GrantScope { scope, reason } => check_scope(partner, scope, reason.as_deref()),
            Self::AddCertificate { thumbprint } => check_certificate(cx, partner, thumbprint),
            Self::SwitchOnNlGov => check_nl_gov(partner),
            Self::FollowRegion { rmc_region } => check_region(cx, partner, *rmc_region),
            Self::Reinstate if partner.active => Err(DbError::refused(ProblemKind::Conflict, "This partner takes part already.")),
            Self::Reinstate => Ok(()),
            Self::AdoptMatrix { adoption } => matrices::check(cx, adoption),
        }
    }

    /// Makes the change, which was proposed at this moment.
    pub(super) fn apply(&self, cx: &mut Cx<'_>, partner: &Registered, proposed_at: NaiveDateTime) -> DbResult<()> {
        match self {
            Self::AddKeys { keys } => add_keys(cx, partner, keys),
            Self::SetJwksUri { jwks_uri, keys } => set_address(cx, partner, jwks_uri, keys, proposed_at),
            Self::GrantScope { scope, .. } => grant_scope(cx, partner, scope),
            Self::AddCertificate { thumbprint } => add_certificate(cx, partner, thumbprint),
            Self::SwitchOnNlGov => switch_on_nl_gov(cx, partner),
            Self::FollowRegion { rmc_region } => follow_region(cx, partner, *rmc_region),
            Self::Reinstate => {
                update(partners::table.find(&partner.id)).set(partners::active.eq(true)).execute(cx.conn)?;
                Ok(())
            }
            Self::AdoptMatrix { adoption } => matrices::adopt(cx, adoption),
        }
    }
}
