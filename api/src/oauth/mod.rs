//! Where clients fetch tokens, and what they need to know to do so.

mod client;
mod form;
mod inspect;
mod token;

use actix_web::{
    HttpResponse, get,
    http::header::CACHE_CONTROL,
    web::{Data, Json},
};
use estafette_contract::{Jwks, SCOPES, ServerMetadata};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{gate::PUBLISHED_FOR, state::State, tokens::alg::Alg};

/// Mounts the token endpoint and what is published about it.
pub fn mount(config: &mut ServiceConfig<'_>) {
    config
        .service(token::issue_token)
        .service(inspect::revoke_token)
        .service(inspect::introspect_token)
        .service(read_keys)
        .service(read_metadata);
}

/// Read the public keys that tokens are signed with.
#[utoipa::path(tag = "tokens", responses((status = 200, description = "The keys (RFC 7517).", body = Jwks)))]
#[get("/oauth/jwks")]
async fn read_keys(state: Data<State>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, format!("public, max-age={PUBLISHED_FOR}")))
        .json(Jwks { keys: state.gate.published(state.store.clock().now()) })
}

/// Read what the authorization server offers.
///
/// The same document is served at `/.well-known/oauth-authorization-server`, where RFC 8414 wants it.
#[utoipa::path(tag = "tokens", responses((status = 200, description = "The metadata (RFC 8414).", body = ServerMetadata)))]
#[get("/oauth/metadata")]
async fn read_metadata(state: Data<State>) -> Json<ServerMetadata> {
    well_known(state).await
}

/// The metadata at its well-known address, which is no part of any version of the contract.
pub async fn well_known(state: Data<State>) -> Json<ServerMetadata> {
    let issuer = &state.issuer;
    let texts = |all: &[&str]| all.iter().map(ToString::to_string).collect();
    Json(ServerMetadata {
        issuer: issuer.clone(),
        token_endpoint: format!("{issuer}/oauth/token"),
        jwks_uri: format!("{issuer}/oauth/jwks"),
        revocation_endpoint: format!("{issuer}/oauth/revoke"),
        introspection_endpoint: format!("{issuer}/oauth/introspect"),
        scopes_supported: SCOPES.iter().map(|scope| scope.name.to_owned()).collect(),
        grant_types_supported: texts(&["client_credentials"]),
        response_types_supported: Vec::new(),
        token_endpoint_auth_methods_supported: texts(&["private_key_jwt"]),
        token_endpoint_auth_signing_alg_values_supported: Alg::USUAL.iter().map(|alg| alg.name().to_owned()).collect(),
        revocation_endpoint_auth_methods_supported: texts(&["private_key_jwt"]),
        introspection_endpoint_auth_methods_supported: texts(&["private_key_jwt"]),
        tls_client_certificate_bound_access_tokens: true,
    })
}
