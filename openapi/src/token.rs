//! The token endpoint's own shapes (RFC 6749, RFC 7523, RFC 8414).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A request for an access token, as a form.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenRequest {
    /// Always `client_credentials`.
    #[schema(example = "client_credentials")]
    pub grant_type: String,
    /// Always `urn:ietf:params:oauth:client-assertion-type:jwt-bearer`.
    #[schema(example = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")]
    pub client_assertion_type: String,
    /// A JWT signed with the client's private key (RFC 7523).
    pub client_assertion: String,
    /// The scopes wanted, separated by spaces; all granted ones when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// The client's id, when sent beside the assertion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
}

/// An access token.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
pub struct TokenAnswer {
    /// The token, a JWT of type `at+jwt` (RFC 9068).
    pub access_token: String,
    /// Always `Bearer`.
    #[schema(example = "Bearer")]
    pub token_type: String,
    /// Seconds it is valid.
    #[schema(example = 300)]
    pub expires_in: u32,
    /// The scopes it carries.
    pub scope: String,
}

/// A token handed in to be revoked (RFC 7009) or looked into (RFC 7662), as a form.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenQuestion {
    /// The access token.
    pub token: String,
    /// What kind of token it is; makes no difference here, where there is one kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "access_token")]
    pub token_type_hint: Option<String>,
    /// Always `urn:ietf:params:oauth:client-assertion-type:jwt-bearer`.
    #[schema(example = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")]
    pub client_assertion_type: String,
    /// A JWT signed with the client's private key (RFC 7523).
    pub client_assertion: String,
    /// The client's id, when sent beside the assertion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
}

/// Whether a token counts, and what it says (RFC 7662); a token of another client does not count.
#[derive(Debug, Clone, Default, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
pub struct Introspection {
    /// Whether it counts. If not, nothing else is said.
    pub active: bool,
    /// What the token says.
    #[serde(flatten)]
    pub token: Option<IntrospectedToken>,
}

/// What a token that counts says.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
pub struct IntrospectedToken {
    /// Always `Bearer`.
    #[schema(example = "Bearer")]
    pub token_type: String,
    /// Who issued it.
    pub iss: String,
    /// The client it is about.
    pub sub: String,
    /// The client it was issued to.
    pub client_id: String,
    /// The service it is for.
    pub aud: String,
    /// The scopes it carries.
    pub scope: String,
    /// Its identifier.
    pub jti: String,
    /// When it was issued, in seconds since 1970.
    pub iat: i64,
    /// From when it is valid.
    pub nbf: i64,
    /// From when it is no longer valid.
    pub exp: i64,
}

/// What the authorization server offers (RFC 8414).
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
pub struct ServerMetadata {
    /// The issuer of tokens, and the audience of assertions.
    pub issuer: String,
    /// Where tokens are fetched.
    pub token_endpoint: String,
    /// Where the signing keys are published.
    pub jwks_uri: String,
    /// Where a token is revoked.
    pub revocation_endpoint: String,
    /// Where a token is looked into.
    pub introspection_endpoint: String,
    /// Every scope there is.
    pub scopes_supported: Vec<String>,
    /// Always `client_credentials`.
    pub grant_types_supported: Vec<String>,
    /// None: there is no authorization endpoint.
    pub response_types_supported: Vec<String>,
    /// Always `private_key_jwt`.
    pub token_endpoint_auth_methods_supported: Vec<String>,
    /// The algorithms an assertion may be signed with.
    pub token_endpoint_auth_signing_alg_values_supported: Vec<String>,
    /// Always `private_key_jwt`.
    pub revocation_endpoint_auth_methods_supported: Vec<String>,
    /// Always `private_key_jwt`.
    pub introspection_endpoint_auth_methods_supported: Vec<String>,
    /// Whether a token is bound to the certificate of its client, when that has one (RFC 8705).
    pub tls_client_certificate_bound_access_tokens: bool,
}

/// A set of public keys (RFC 7517).
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
pub struct Jwks {
    /// The keys.
    #[schema(value_type = Vec<Object>)]
    pub keys: Vec<serde_json::Value>,
}
