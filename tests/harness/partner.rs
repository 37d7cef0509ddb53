//! Partners of the region, each with a client that signs in.

use std::sync::Arc;

use estafette_client::{Client, ClientBuilder, Credentials, Professional, assertion_key::AssertionKey};
use estafette_contract::{CodeList, PartnerKind, Role};
use estafette_db::{Store, clients::ClientKey, partners::NewPartner};
use openssl::pkey::PKey;
use uuid::Uuid;

use super::TestApp;

/// A partner of the region with its client.
#[derive(Clone)]
pub struct Partner {
    /// Its id.
    pub id: Uuid,
    /// What kind of organisation it is.
    pub kind: PartnerKind,
    /// Its client, with all its scopes and a professional.
    pub client: Client,
    /// What its client signs in with.
    pub credentials: Credentials,
}

impl Partner {
    /// The same partner with other scopes than all it was granted.
    pub fn with_scope(&self, app: &TestApp, scope: &str) -> Client {
        app.client(Credentials { scope: Some(scope.into()), ..self.credentials.clone() })
    }

    /// The same partner with a professional in a role, said as its school says it.
    pub fn acting_as(&self, app: &TestApp, role: &str) -> Client {
        let professional = self.credentials.professional.clone().map(|acting| Professional { role: role.into(), ..acting });
        app.client(Credentials { professional, ..self.credentials.clone() })
    }

    /// The same partner without naming a professional.
    pub fn without_professional(&self, app: &TestApp) -> Client {
        app.client(Credentials { professional: None, ..self.credentials.clone() })
    }
}

impl std::ops::Deref for Partner {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

/// Lets a partner join the region, and gives it a client with a professional in a role that fits.
pub async fn join(store: &Store, name: &str, kind: PartnerKind, scopes: Vec<String>, builder: ClientBuilder) -> Partner {
    let key = Arc::new(AssertionKey::generate().expect("a key can be made"));
    let client_id = name.to_lowercase().replace(' ', "-");
    let (client_id_of, key_of) = (client_id.clone(), public_half(&key));
    let new = NewPartner { name: name.into(), kind, brin: None, oin: None, rmc_region: None, client_id: client_id_of, key: key_of };
    let id = store.add_partner_granting(new, scopes).await.expect("a partner can join");
    let professional = Some(Professional { pseudonym: format!("p-{client_id}"), role: role_at(kind).code().into() });
    let credentials = Credentials { client_id, key, professional, scope: None };
    Partner { id, kind, client: builder.credentials(credentials.clone()).build().expect("a client can be built"), credentials }
}

fn public_half(key: &AssertionKey) -> ClientKey {
    let pem = key.to_pem().expect("a key has a PEM");
    let private = PKey::private_key_from_pem(pem.as_bytes()).expect("a PEM holds a key");
    let public = private.public_key_to_pem().expect("a key has a public half");
    ClientKey { kid: key.kid().into(), alg: "ES256".into(), public_pem: String::from_utf8_lossy(&public).into_owned() }
}

fn role_at(kind: PartnerKind) -> Role {
    match kind {
        PartnerKind::VmboSchool | PartnerKind::ProSchool | PartnerKind::VsoSchool => Role::Decaan,
        PartnerKind::MboCollege | PartnerKind::Hbo => Role::Intaker,
        PartnerKind::TrainingCompany | PartnerKind::Employer => Role::Praktijkopleider,
        PartnerKind::Overlegtafel => Role::OverlegtafelLid,
        PartnerKind::Region => Role::Operator,
        _ => Role::Casemanager,
    }
}
