//! Who asks at the token endpoints: cheap checks first, state last, and one answer for every failure.

use actix_web::HttpRequest;
use estafette_contract::{Act, CallClass, CodeList, ObjectKind, ProblemKind, Role};
use estafette_db::{
    Action, Actor, DbError, Professional, Viewer,
    clients::{Client, ClientKey},
    sign_in::{Assertion as Spent, SigningIn},
};
use openssl::sha::sha256;

use crate::{
    http::{Problem, certificate, charge_partner, current_trace, record_refusal},
    state::State,
    tokens::{
        alg::Alg,
        assertion::{Assertion, AssertionClaims},
        jwks, thumbprint,
    },
};

const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// What a form says of who asks.
pub(super) struct Proof<'a> {
    /// The kind of proof.
    pub(super) kind: &'a str,
    /// The assertion.
    pub(super) assertion: &'a str,
    /// The client's id, when sent beside it.
    pub(super) client_id: Option<&'a str>,
}

/// A client that proved who it is, by an assertion that is yet to be spent.
pub(super) struct Proven {
    /// The client.
    pub(super) client: Client,
    /// What the assertion says.
    pub(super) claims: AssertionClaims,
    /// The certificate its tokens are bound to, by its SHA-256 in hexadecimal.
    pub(super) certificate: Option<String>,
}

/// The one answer for every failure; the true reason goes to the log.
pub(super) fn invalid_client(reason: &str) -> Problem {
    tracing::warn!(reason, trace_id = current_trace().trace_id, "a sign-in was refused");
    Problem::new(ProblemKind::InvalidClient, "Sign a fresh client assertion with the registered key; see /v1/openapi.json.")
}

/// Finds out who asks; nothing is written yet.
pub(super) async fn authenticate(state: &State, request: &HttpRequest, proof: Proof<'_>) -> Result<Proven, Problem> {
    if proof.kind != ASSERTION_TYPE {
        return Err(invalid_client("another way to authenticate"));
    }
    let shown = certificate::of(request, &state.mutual_tls).map_err(invalid_client)?;
    let assertion = Assertion::parse(proof.assertion).map_err(|fault| invalid_client(&fault.to_string()))?;
    if proof.client_id.is_some_and(|id| id != assertion.client_id()) {
        return Err(invalid_client("client_id differs from the assertion's"));
    }
    let found = state.store.client_key(assertion.client_id().to_owned(), assertion.kid().to_owned()).await?;
    let (client, key) = found.ok_or_else(|| invalid_client("no active client with that key"))?;
    let key = token_key(&key).ok_or_else(|| invalid_client("the registered key names an unknown algorithm"))?;
    let allowed = if client.nl_gov { Alg::NL_GOV } else { Alg::USUAL };
    let claims = assertion.verify(&key, allowed, &state.issuer, state.store.clock().now());
    let claims = claims.map_err(|fault| invalid_client(&fault.to_string()))?;
    let certificate = bound_to(&client, shown)?;
    let proven = Proven { client, claims, certificate };
    // Only now, so that nobody uses up what another is granted.
    charge_partner(state, request, CallClass::SignIn, proven.client.partner, || proven.viewer("", None)).await?;
    Ok(proven)
}

fn token_key(key: &ClientKey) -> Option<jwks::ClientKey> {
    Some(jwks::ClientKey { kid: key.kid.clone(), alg: Alg::from_name(&key.alg)?, pem: key.public_pem.clone() })
}

/// The certificate shown, which has to be registered; or else the one registered last, without which the token is worth nothing.
fn bound_to(client: &Client, shown: Option<String>) -> Result<Option<String>, Problem> {
    match shown {
        Some(shown) if !client.certificates.contains(&shown) => Err(invalid_client("the certificate is not registered for this client")),
        None => Ok(client.certificates.first().cloned()),
        shown => Ok(shown),
    }
}

impl Proven {
    /// Proof for the store that this client signs in.
    pub(super) fn viewer(&self, scopes: &str, professional: Option<Professional>) -> Viewer<SigningIn> {
        let actor = Actor {
            client_id: self.client.client_id.clone(),
            partner: self.client.partner,
            kind: self.client.kind,
            scopes: scopes.to_owned(),
            professional,
            trace: current_trace(),
        };
        #[expect(clippy::disallowed_methods, reason = "the assertion was verified")]
        Viewer::vouch(actor)
    }

    /// The same, with the code of the role in which somebody acts, where the client says that in its own words.
    pub(super) async fn in_code(mut self, state: &State) -> Result<Self, Problem> {
        let Some(act) = self.claims.act.as_mut().filter(|act| Role::from_code(&act.role).is_none()) else { return Ok(self) };
        let words = state.store.own_words(self.client.partner).await?;
        if let Some(role) = words.code_of::<Role>(&act.role) {
            role.code().clone_into(&mut act.role);
        }
        Ok(self)
    }

    /// What the store has to remember of the assertion.
    pub(super) fn assertion(&self) -> Spent {
        Spent { jti_hash: thumbprint::hex(&sha256(self.claims.jti.as_bytes())), expires_at: self.claims.remember_until }
    }

    /// Leaves a refusal in the log, and answers it.
    pub(super) async fn refuse(&self, state: &State, act: Act, problem: Problem) -> Problem {
        record_refusal(&state.store, self.viewer("", None), Action::all(act, ObjectKind::Token), problem).await
    }
}

/// An assertion that was used before is a failure like any other.
pub(super) fn spent(error: DbError) -> Problem {
    match error {
        DbError::Refused(_) => invalid_client("the assertion was used before"),
        fault => fault.into(),
    }
}
