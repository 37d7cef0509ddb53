//! The token endpoint: cheap checks first, state last, and one answer for every failure.

use actix_web::{
    post,
    web::{Data, Json},
};
use estafette_contract::{Act, CodeList, ObjectKind, ProblemKind, Role, TokenAnswer, TokenRequest, scope};
use estafette_db::{
    Action, Actor, Professional, Viewer,
    clients::{Client, ClientKey, SigningIn},
};
use openssl::sha::sha256;

use super::form::TokenForm;
use crate::{
    http::{Answer, Problem, current_trace, record_refusal},
    state::State,
    tokens::{
        access::LIFETIME_SECONDS,
        alg::Alg,
        assertion::{Assertion, AssertionClaims},
        jwks,
        mint::{Grant, mint},
    },
};

const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Fetch an access token.
///
/// Sign a client assertion with the registered key (RFC 7523); it can be used once. The token is valid for five minutes.
#[utoipa::path(tag = "tokens", request_body(content = TokenRequest, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, description = "A token.", body = TokenAnswer)))]
#[post("/oauth/token")]
pub(super) async fn issue_token(state: Data<State>, form: TokenForm) -> Answer<Json<TokenAnswer>> {
    let request = form.0;
    let (client, claims) = authenticate(&state, &request).await?;
    let scope = match asked(&client, &claims, request.scope.as_deref()) {
        Ok((scope, professional)) => {
            spend(&state, actor(&client, &scope, professional), &claims).await?;
            scope
        }
        Err(problem) => return Err(refuse(&state, actor(&client, "", None), problem).await),
    };
    let minted = mint(&state.signing_key, grant(&state, &client, scope, claims), state.store.clock().now());
    let minted = minted.map_err(|error| {
        tracing::error!(error = &error as &dyn std::error::Error, "a token could not be signed");
        Problem::new(ProblemKind::Internal, "Nothing was done. Tell the region's operator the trace id of this answer.")
    })?;
    Ok(Json(TokenAnswer {
        access_token: minted.token,
        token_type: "Bearer".into(),
        expires_in: u32::try_from(LIFETIME_SECONDS).unwrap_or_default(),
        scope: minted.claims.scope,
    }))
}

/// The one answer for every failure; the true reason goes to the log.
fn invalid_client(reason: &str) -> Problem {
    tracing::warn!(reason, trace_id = current_trace().trace_id, "a sign-in was refused");
    Problem::new(
        ProblemKind::Unauthenticated,
        "invalid_client: sign a fresh client assertion with the registered key; see /v1/openapi.json.",
    )
}

async fn authenticate(state: &State, request: &TokenRequest) -> Result<(Client, AssertionClaims), Problem> {
    if request.grant_type != "client_credentials" || request.client_assertion_type != ASSERTION_TYPE {
        let detail = "Send grant_type client_credentials and the jwt-bearer client_assertion_type.";
        return Err(Problem::new(ProblemKind::BadRequest, detail));
    }
    let assertion = Assertion::parse(&request.client_assertion).map_err(|fault| invalid_client(&fault.to_string()))?;
    if request.client_id.as_deref().is_some_and(|id| id != assertion.client_id()) {
        return Err(invalid_client("client_id differs from the assertion's"));
    }
    let found = state.store.client_key(assertion.client_id().to_owned(), assertion.kid().to_owned()).await?;
    let (client, key) = found.ok_or_else(|| invalid_client("no active client with that key"))?;
    let key = token_key(&key).ok_or_else(|| invalid_client("the registered key names an unknown algorithm"))?;
    let claims = assertion.verify(&key, &state.issuer, state.store.clock().now());
    Ok((client, claims.map_err(|fault| invalid_client(&fault.to_string()))?))
}

fn token_key(key: &ClientKey) -> Option<jwks::ClientKey> {
    Some(jwks::ClientKey { kid: key.kid.clone(), alg: Alg::from_name(&key.alg)?, pem: key.public_pem.clone() })
}

/// The scopes asked for, all of which must be granted; all granted ones when none are asked for.
fn granted(client: &Client, asked: Option<&str>) -> Result<String, Problem> {
    let Some(asked) = asked.filter(|asked| !asked.trim().is_empty()) else { return Ok(client.scopes.clone()) };
    let held = |scope: &str| {
        client.scopes.split(' ').any(|held| held == scope || scope.strip_prefix(held).is_some_and(|rest| rest.starts_with(':')))
    };
    let foreign = asked.split(' ').find(|scope| !scope::is_known(scope) || !held(scope));
    match foreign {
        None => Ok(asked.to_owned()),
        Some(_) => Err(Problem::new(ProblemKind::BadRequest, "invalid_scope: ask only for scopes the region granted this partner.")),
    }
}

/// What a client that proved who it is asks for: the scopes, and the professional it acts for.
fn asked(client: &Client, claims: &AssertionClaims, scope: Option<&str>) -> Result<(String, Option<Professional>), Problem> {
    let professional = claims.act.as_ref().map(|act| {
        let role = Role::from_code(&act.role).ok_or_else(|| invalid_client("act.role is no code of /v1/vocabularies/roles"))?;
        Ok::<_, Problem>(Professional { pseudonym: act.sub.clone(), role })
    });
    Ok((granted(client, scope)?, professional.transpose()?))
}

fn actor(client: &Client, scope: &str, professional: Option<Professional>) -> Actor {
    Actor {
        client_id: client.client_id.clone(),
        partner: client.partner,
        kind: client.kind,
        scopes: scope.to_owned(),
        professional,
        trace: current_trace(),
    }
}

/// Leaves a refused sign-in of a known client in the log.
async fn refuse(state: &State, actor: Actor, problem: Problem) -> Problem {
    let action = Action::on(Act::TokenIssue, ObjectKind::Partner, actor.partner);
    #[expect(clippy::disallowed_methods, reason = "the assertion was verified just now")]
    let viewer = Viewer::<SigningIn>::vouch(actor);
    record_refusal(&state.store, viewer, action, problem).await
}

/// Spends the assertion, in every process at once; the sign-in is an entry in the log.
async fn spend(state: &State, actor: Actor, claims: &AssertionClaims) -> Result<(), Problem> {
    let jti_hash: String = sha256(claims.jti.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    #[expect(clippy::disallowed_methods, reason = "the assertion was verified just now")]
    let viewer = Viewer::<SigningIn>::vouch(actor);
    state.store.spend_assertion(viewer, jti_hash, claims.remember_until).await.map_err(|error| match error {
        estafette_db::DbError::Refused(_) => invalid_client("the assertion was used before"),
        fault => fault.into(),
    })
}

fn grant(state: &State, client: &Client, scope: String, claims: AssertionClaims) -> Grant {
    Grant {
        issuer: state.issuer.clone(),
        audience: state.issuer.clone(),
        client_id: client.client_id.clone(),
        scope,
        partner_id: client.partner,
        partner_kind: client.kind.code().to_owned(),
        partner_oin: client.oin.clone(),
        generation: client.generation,
        certificate: None,
        act: claims.act,
    }
}
