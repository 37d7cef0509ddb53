//! What operators do: admit partners, propose, confirm, and take back.

use estafette_contract::{
    CertificateName, Created, KeyName, ManagedPartner, ManagedPartnerPage, NewAdoption, NewCertificate, NewKeys, NewManagedPartner,
    NewRmcRegion, NewScope, NoDetails, PartnerStanding, ProposalPage, ProposalStanding, ScopeName,
};
use reqwest::Method;
use uuid::Uuid;

use super::{PageOptions, Result};
use crate::{Client, Request};

pages! {
    /// The partners as operators see them.
    managed_partners(): "/v1/managed-partners" => ManagedPartnerPage;
    /// What was proposed, newest first.
    proposals(): "/v1/proposals" => ProposalPage;
}

gets! {
    /// A partner with its keys and scopes.
    managed_partner(id): "/v1/managed-partners/{id}" => ManagedPartner;
}

posts! {
    /// Admits a partner.
    admit_partner(): "/v1/managed-partners", NewManagedPartner => Created;
    /// Suspends a partner.
    suspend_partner(id): "/v1/managed-partners/{id}/_suspend", NoDetails => PartnerStanding;
    /// Proposes to let a suspended partner take part again.
    propose_reinstatement(id): "/v1/managed-partners/{id}/_reinstate", NoDetails => ProposalStanding;
    /// Proposes keys for a partner, or the address at which it publishes them.
    propose_keys(id): "/v1/managed-partners/{id}/keys", NewKeys => ProposalStanding;
    /// Retires a key of a partner.
    retire_key(id): "/v1/managed-partners/{id}/_retirekey", KeyName => PartnerStanding;
    /// Proposes a certificate for a partner.
    propose_certificate(id): "/v1/managed-partners/{id}/certificates", NewCertificate => ProposalStanding;
    /// Retires a certificate of a partner.
    retire_certificate(id): "/v1/managed-partners/{id}/_retirecertificate", CertificateName => PartnerStanding;
    /// Proposes to switch the NL GOV profile on for a partner.
    switch_on_nl_gov(id): "/v1/managed-partners/{id}/_switchonnlgov", NoDetails => ProposalStanding;
    /// Switches the NL GOV profile off for a partner.
    switch_off_nl_gov(id): "/v1/managed-partners/{id}/_switchoffnlgov", NoDetails => PartnerStanding;
    /// Proposes a scope for a partner.
    propose_scope(id): "/v1/managed-partners/{id}/scopes", NewScope => ProposalStanding;
    /// Proposes the RMC region that a Doorstroompunt follows.
    propose_region(id): "/v1/managed-partners/{id}/_follow", NewRmcRegion => ProposalStanding;
    /// Takes a scope from a partner.
    revoke_scope(id): "/v1/managed-partners/{id}/_revokescope", ScopeName => PartnerStanding;
    /// Proposes an exchange matrix.
    propose_matrix(): "/v1/exchange-matrices", NewAdoption => ProposalStanding;
    /// Confirms what another operator proposed.
    confirm_proposal(id): "/v1/proposals/{id}/_confirm", NoDetails => ProposalStanding;
    /// Rejects a proposal.
    reject_proposal(id): "/v1/proposals/{id}/_reject", NoDetails => ProposalStanding;
}

impl Client {
    /// Proposes the keys of a JWKS, sent as the document is.
    ///
    /// # Errors
    /// What the service refuses.
    pub async fn propose_jwks(&self, id: Uuid, document: Vec<u8>) -> Result<ProposalStanding> {
        let request =
            Request::new(Method::POST, format!("/v1/managed-partners/{id}/keys")).header("content-type", "application/json").once();
        self.send(Request { body: Some(document), ..request }).await?.read()
    }
}
