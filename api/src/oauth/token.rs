//! The token endpoint.

use actix_web::{
    HttpRequest, post,
    web::{Data, Json},
};
use estafette_contract::{Act, ProblemKind, TokenAnswer, TokenRequest, scope};
use estafette_db::{Professional, clients::Client};

use super::{
    client::{Proof, Proven, authenticate, invalid_client, spent},
    form::Form,
};
use crate::{
    gate::blind,
    http::{Answer, Problem},
    state::State,
    tokens::{
        mint::{Grant, Minted, mint},
        validation::LIFETIME_SECONDS,
    },
};

/// Fetch an access token.
///
/// Sign a client assertion with the registered key (RFC 7523); it can be used once. The token is valid for five minutes.
#[utoipa::path(tag = "tokens", request_body(content = TokenRequest, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, description = "A token.", body = TokenAnswer)))]
#[post("/oauth/token")]
pub(super) async fn issue_token(state: Data<State>, request: HttpRequest, form: Form<TokenRequest>) -> Answer<Json<TokenAnswer>> {
    let asked = form.0;
    if asked.grant_type != "client_credentials" {
        return Err(Problem::new(ProblemKind::UnsupportedGrant, "Send grant_type client_credentials."));
    }
    let proof = Proof { kind: &asked.client_assertion_type, assertion: &asked.client_assertion, client_id: asked.client_id.as_deref() };
    let proven = authenticate(&state, &request, proof).await?;
    let proven = proven.in_code(&state).await?;
    let (scope, professional) = match wanted(&proven, asked.scope.as_deref()) {
        Ok(wanted) => wanted,
        Err(problem) => return Err(proven.refuse(&state, Act::TokenIssue, problem).await),
    };
    let viewer = proven.viewer(&scope, professional);
    state.store.spend_assertion(viewer, Act::TokenIssue, proven.assertion()).await.map_err(spent)?;
    let minted = signed(&state, grant(&state, proven, scope))?;
    Ok(Json(TokenAnswer {
        access_token: minted.token,
        token_type: "Bearer".into(),
        expires_in: u32::try_from(LIFETIME_SECONDS).unwrap_or_default(),
        scope: minted.claims.scope,
    }))
}

/// What a client that proved who it is asks for: the scopes, and the professional it acts for.
fn wanted(proven: &Proven, scope: Option<&str>) -> Result<(String, Option<Professional>), Problem> {
    let professional = proven.claims.act.clone().map(|act| act.professional()).transpose();
    let professional = professional.map_err(|_| invalid_client("act.role is no code of /v1/vocabularies/roles"))?;
    Ok((granted(&proven.client, scope)?, professional))
}

/// The scopes asked for, all of which must be granted; all granted ones when none are asked for.
fn granted(client: &Client, asked: Option<&str>) -> Result<String, Problem> {
    let Some(asked) = asked.filter(|asked| !asked.trim().is_empty()) else { return Ok(client.scopes.clone()) };
    let held: Vec<String> = client.scopes.split(' ').map(str::to_owned).collect();
    if asked.split(' ').any(|scope| !scope::is_known(scope) || !scope::within(&held, scope)) {
        return Err(Problem::new(ProblemKind::InvalidScope, "Ask only for scopes the region granted this partner, each once."));
    }
    Ok(asked.to_owned())
}

fn grant(state: &State, proven: Proven, scope: String) -> Grant {
    let Proven { client, claims, certificate } = proven;
    Grant {
        issuer: state.issuer.clone(),
        audience: state.issuer.clone(),
        client_id: client.client_id,
        scope,
        partner_id: client.partner,
        partner_kind: client.kind,
        partner_oin: client.oin,
        generation: client.generation,
        certificate,
        act: claims.act,
    }
}

fn signed(state: &State, grant: Grant) -> Result<Minted, Problem> {
    let now = state.store.clock().now();
    let minted = state.gate.with_signing_key(now, |key| mint(key, grant, now)).ok_or_else(blind)?;
    minted.map_err(|error| {
        tracing::error!(error = &error as &dyn std::error::Error, "a token could not be signed");
        Problem::new(ProblemKind::Internal, "Nothing was done. Tell the region's operator the trace id of this answer.")
    })
}
