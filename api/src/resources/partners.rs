//! Partners.

use actix_web::{get, web::Json};
use estafette_contract::{Act, ObjectKind, PartnerList, scope::PartnersRead};
use estafette_db::{Action, partners};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::{Answer, Granted};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(list_partners);
}

/// List the partners that take part.
#[utoipa::path(tag = "partners", security(("partner_token" = ["partners:read"])),
    responses((status = 200, description = "In order of name.", body = PartnerList)))]
#[get("/partners")]
async fn list_partners(granted: Granted<PartnersRead>) -> Answer<Json<PartnerList>> {
    granted.read(Action::all(Act::PartnersList, ObjectKind::List), partners::list).await.map(Json)
}
