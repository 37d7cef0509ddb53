//! Changes of the wrapping key, which the data keys of learners are wrapped under.

use actix_web::{HttpResponse, get, post, web::Json};
use estafette_contract::{Act, Created, NoDetails, ObjectKind, WrappingRotationList, WrappingRotationView, scope::KeysManage};
use estafette_db::{Action, wrapping};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::{Answer, Body, Granted, Id};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(list_wrapping_rotations).service(begin_wrapping_rotation).service(read_wrapping_rotation);
}

/// List the changes of the wrapping key.
#[utoipa::path(tag = "wrapping keys", security(("partner_token" = ["keys:manage"])),
    responses((status = 200, description = "The newest first.", body = WrappingRotationList)))]
#[get("/wrapping-rotations")]
async fn list_wrapping_rotations(granted: Granted<KeysManage>) -> Answer<Json<WrappingRotationList>> {
    granted.read(Action::all(Act::WrappingList, ObjectKind::WrappingRotation), wrapping::list).await.map(Json)
}

/// Go over to a new wrapping key.
///
/// New data keys are under it at once; the others go over while everything is served. A minute after the last, the old one is destroyed:
/// what was copied from the database before then no longer opens.
#[utoipa::path(tag = "wrapping keys", security(("partner_token" = ["keys:manage"])), request_body = NoDetails,
    responses((status = 201, description = "Begun; it goes on by itself.", body = Created)))]
#[post("/wrapping-rotations")]
async fn begin_wrapping_rotation(granted: Granted<KeysManage>, body: Body<NoDetails>) -> Answer<HttpResponse> {
    let action = Action::all(Act::WrappingBegin, ObjectKind::WrappingRotation);
    let created = granted.once(action, body, |tx, _| wrapping::begin(tx)).await?;
    Ok(HttpResponse::Created().json(created))
}

/// Read how far a change of the wrapping key is.
#[utoipa::path(tag = "wrapping keys", params(Id), security(("partner_token" = ["keys:manage"])),
    responses((status = 200, description = "How far it is.", body = WrappingRotationView)))]
#[get("/wrapping-rotations/{id}")]
async fn read_wrapping_rotation(granted: Granted<KeysManage>, id: Id) -> Answer<Json<WrappingRotationView>> {
    let action = id.action(Act::WrappingList, ObjectKind::WrappingRotation);
    granted.read(action, move |tx| wrapping::find(tx, id.get()?)).await.map(Json)
}
