//! Two operators, and partners that join the way the region has them join.

use std::sync::Arc;

use estafette_client::{Client, Credentials, assertion_key::AssertionKey};
use estafette_contract::{ClientId, NewKeys, NewManagedPartner, NoDetails, PartnerKind, ProposalStanding, Text};
use openssl::{base64::encode_block, pkey::PKey};
use serde_json::Value;
use uuid::Uuid;

use super::{Partner, TestApp};

/// The operators of a region.
pub struct Operators {
    /// Who proposes.
    pub first: Partner,
    /// Who confirms.
    pub second: Partner,
}

impl Operators {
    /// Two operators.
    pub async fn of(app: &TestApp) -> Self {
        let first = app.partner("Regiobeheer 1", PartnerKind::Region).await;
        Self { first, second: app.partner("Regiobeheer 2", PartnerKind::Region).await }
    }

    /// Admits a partner, which has no key yet.
    pub async fn admit(&self, name: &str, kind: PartnerKind) -> Uuid {
        self.first.admit_partner(&joining(name, kind)).await.expect("admitted").id
    }

    /// The second confirms what was proposed.
    pub async fn confirm(&self, proposal: &ProposalStanding) {
        self.second.confirm_proposal(proposal.id, &NoDetails {}).await.expect("confirmed");
    }

    /// Both give a partner a key.
    pub async fn give_key(&self, partner: Uuid, key: &AssertionKey) {
        self.confirm(&self.first.propose_keys(partner, &jwks(&[key])).await.expect("proposed")).await;
    }
}

/// A partner as it is admitted.
pub fn joining(name: &str, kind: PartnerKind) -> NewManagedPartner {
    let client_id = ClientId::new(name.to_lowercase().replace(' ', "-")).expect("a client id");
    NewManagedPartner { name: Text::new(name).expect("a name"), kind, client_id, brin: None, oin: None, kvk: None, rmc_region: None }
}

/// A new key of a client.
pub fn key() -> Arc<AssertionKey> {
    Arc::new(AssertionKey::generate().expect("a key can be made"))
}

/// A key as nobody should ever show it, with its private half.
pub fn shown(key: &AssertionKey) -> Value {
    let pem = key.to_pem().expect("a key has a PEM");
    let private = PKey::private_key_from_pem(pem.as_bytes()).and_then(|key| key.ec_key()).expect("a key on a curve");
    let mut jwk = key.public_jwk().clone();
    let text = encode_block(&private.private_key().to_vec_padded(32).expect("32 bytes"));
    jwk["d"] = text.replace('+', "-").replace('/', "_").trim_end_matches('=').into();
    jwk
}

/// The public halves of keys.
pub fn jwks(keys: &[&AssertionKey]) -> NewKeys {
    NewKeys { keys: Some(keys.iter().map(|key| key.public_jwk().clone()).collect()), jwks_uri: None }
}

/// Whoever signs in with this id and key.
pub fn client(app: &TestApp, client_id: &str, key: &Arc<AssertionKey>) -> Client {
    app.client(Credentials { client_id: client_id.into(), key: Arc::clone(key), professional: None, scope: None })
}
