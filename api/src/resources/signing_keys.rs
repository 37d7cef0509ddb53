//! The keys that access tokens are signed with.

use actix_web::{
    get, post,
    web::{Data, Json},
};
use estafette_contract::{Act, NoDetails, ObjectKind, ProblemKind, SigningKeyList, SigningKeyView, scope::KeysManage};
use estafette_db::{
    Action,
    signing_keys::{self, NewSigningKey},
};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    gate::{new_signing_key, overlap},
    http::{Answer, Body, Granted, Id, Problem},
    state::State,
};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(list_signing_keys).service(rotate_signing_keys).service(revoke_signing_key);
}

/// List the keys that access tokens are signed with.
#[utoipa::path(tag = "signing keys", security(("partner_token" = ["keys:manage"])),
    responses((status = 200, description = "The newest first.", body = SigningKeyList)))]
#[get("/signing-keys")]
async fn list_signing_keys(granted: Granted<KeysManage>) -> Answer<Json<SigningKeyList>> {
    granted.read(Action::all(Act::SigningKeyList, ObjectKind::SigningKey), signing_keys::list).await.map(Json)
}

/// Go over to a new signing key.
///
/// It is published now and signs five minutes later; the key before it is accepted until the last token it signed has expired.
#[utoipa::path(tag = "signing keys", security(("partner_token" = ["keys:manage"])), request_body = NoDetails,
    responses((status = 200, description = "The new key.", body = SigningKeyView)))]
#[post("/signing-keys/_rotate")]
async fn rotate_signing_keys(granted: Granted<KeysManage>, state: Data<State>, body: Body<NoDetails>) -> Answer<Json<SigningKeyView>> {
    let (action, new) = (Action::all(Act::SigningKeyRotate, ObjectKind::SigningKey), fresh()?);
    let rotated = granted.once(action, body, move |tx, _| signing_keys::rotate(tx, &new, overlap())).await?;
    state.gate.look().await;
    Ok(Json(rotated))
}

/// Take a signing key back.
///
/// Within five seconds no process accepts what it signed. If it was the one that signs, another signs from now on.
#[utoipa::path(tag = "signing keys", params(Id), security(("partner_token" = ["keys:manage"])), request_body = NoDetails,
    responses((status = 200, description = "The key, gone.", body = SigningKeyView)))]
#[post("/signing-keys/{id}/_revoke")]
async fn revoke_signing_key(
    granted: Granted<KeysManage>,
    state: Data<State>,
    id: Id,
    body: Body<NoDetails>,
) -> Answer<Json<SigningKeyView>> {
    let (action, new) = (id.action(Act::SigningKeyRevoke, ObjectKind::SigningKey), fresh()?);
    let revoked = granted.once(action, body, move |tx, _| signing_keys::revoke(tx, id.get()?, &new)).await?;
    state.gate.look().await;
    Ok(Json(revoked))
}

fn fresh() -> Result<NewSigningKey, Problem> {
    new_signing_key().map_err(|error| {
        tracing::error!(error = &error as &dyn std::error::Error, "no signing key could be made");
        Problem::new(ProblemKind::Internal, "Nothing was done. Tell the region's operator the trace id of this answer.")
    })
}
