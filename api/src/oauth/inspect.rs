//! Tokens handed in by their client: to be revoked, or to hear whether they count.

use actix_web::{
    HttpRequest, HttpResponse, post,
    web::{Data, Json},
};
use chrono::{DateTime, TimeDelta};
use estafette_contract::{Act, IntrospectedToken, Introspection, ProblemKind, TokenQuestion};
use estafette_db::sign_in::OwnToken;

use super::{
    client::{Proof, Proven, authenticate, spent},
    form::Form,
};
use crate::{
    http::{Answer, Problem},
    state::State,
    tokens::{caller::Caller, validation::LEEWAY_SECONDS},
};

/// Revoke an access token.
///
/// It counts nowhere any more within five seconds (RFC 7009). What is no valid token, or no longer, is answered in the same way.
#[utoipa::path(tag = "tokens", request_body(content = TokenQuestion, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, description = "The token does not count.")))]
#[post("/oauth/revoke")]
pub(super) async fn revoke_token(state: Data<State>, request: HttpRequest, form: Form<TokenQuestion>) -> Answer<HttpResponse> {
    let proven = who_asks(&state, &request, &form.0).await?;
    let token = state.gate.read_token(&form.0.token, state.store.clock().now()).await?;
    if token.as_ref().is_some_and(|token| token.client_id != proven.client.client_id) {
        let problem = Problem::new(ProblemKind::InvalidTokenRequest, "A token is revoked by the client it was issued to.");
        return Err(proven.refuse(&state, Act::TokenRevoke, problem).await);
    }
    let own = token.map(|token| own_token(&token));
    state.store.revoke_token(proven.viewer("", None), proven.assertion(), own).await.map_err(spent)?;
    state.gate.look().await;
    Ok(HttpResponse::Ok().finish())
}

/// Ask whether an access token counts, and what it says.
///
/// A client hears about its own tokens only (RFC 7662).
#[utoipa::path(tag = "tokens", request_body(content = TokenQuestion, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, description = "Whether it counts.", body = Introspection)))]
#[post("/oauth/introspect")]
pub(super) async fn introspect_token(state: Data<State>, request: HttpRequest, form: Form<TokenQuestion>) -> Answer<Json<Introspection>> {
    let proven = who_asks(&state, &request, &form.0).await?;
    state.store.spend_assertion(proven.viewer("", None), Act::TokenIntrospect, proven.assertion()).await.map_err(spent)?;
    let token = state.gate.read_token(&form.0.token, state.store.clock().now()).await?;
    let own = token.filter(|token| token.client_id == proven.client.client_id).map(|token| said(&state.issuer, &token));
    Ok(Json(Introspection { active: own.is_some(), token: own }))
}

async fn who_asks(state: &State, request: &HttpRequest, asked: &TokenQuestion) -> Result<Proven, Problem> {
    let proof = Proof { kind: &asked.client_assertion_type, assertion: &asked.client_assertion, client_id: asked.client_id.as_deref() };
    authenticate(state, request, proof).await
}

fn own_token(token: &Caller) -> OwnToken {
    let expires_at = DateTime::from_timestamp(token.expires_at, 0).unwrap_or(DateTime::<chrono::Utc>::MAX_UTC);
    OwnToken { jti: token.jti.clone(), expires_at: expires_at + TimeDelta::seconds(LEEWAY_SECONDS) }
}

fn said(issuer: &str, token: &Caller) -> IntrospectedToken {
    IntrospectedToken {
        token_type: "Bearer".into(),
        iss: issuer.to_owned(),
        sub: token.client_id.clone(),
        client_id: token.client_id.clone(),
        aud: issuer.to_owned(),
        scope: token.scope.clone(),
        jti: token.jti.clone(),
        iat: token.issued_at,
        nbf: token.not_before,
        exp: token.expires_at,
    }
}
