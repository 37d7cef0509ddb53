//! The register of processing activities.

use actix_web::{
    get,
    web::{Json, Path},
};
use estafette_contract::{ActivityRegister, ActivityView, CodeList, ProblemKind};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::{Answer, Problem};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(list_activities).service(read_activity);
}

/// List what personal data are processed for.
///
/// Who is controller and who processor, on which ground, about whom, for how long, and which acts belong to it.
#[utoipa::path(tag = "shared language", responses((status = 200, description = "The register.", body = ActivityRegister)))]
#[get("/processing-activities")]
async fn list_activities() -> Json<ActivityRegister> {
    Json(ActivityRegister::of_this_release().clone())
}

/// Read one activity of the register.
#[utoipa::path(tag = "shared language", params(("activity" = String, Path, description = "A code of `/v1/vocabularies/processing-activities`.")),
    responses((status = 200, description = "The activity.", body = ActivityView)))]
#[get("/processing-activities/{activity}")]
async fn read_activity(activity: Path<String>) -> Answer<Json<ActivityView>> {
    let found = ActivityRegister::of_this_release().items.iter().find(|item| item.activity.code() == *activity);
    let missing = || Problem::new(ProblemKind::NotFound, "There is no such activity: see /v1/processing-activities.");
    found.cloned().map(Json).ok_or_else(missing)
}
