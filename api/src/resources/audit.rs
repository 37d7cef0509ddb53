//! A partner's own entries in the log.

use actix_web::{get, web::Json};
use estafette_contract::{Act, AuditPage, ObjectKind, scope::AuditRead};
use estafette_db::{Action, log};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::{Answer, Granted, Page, PageQuery};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(list_audit_entries);
}

/// Read this partner's own entries in the log.
///
/// The reading is itself recorded.
#[utoipa::path(tag = "log", params(PageQuery), security(("partner_token" = ["audit:read"])),
    responses((status = 200, description = "Newest first.", body = AuditPage)))]
#[get("/audit/entries")]
async fn list_audit_entries(granted: Granted<AuditRead>, page: Page) -> Answer<Json<AuditPage>> {
    granted.read(Action::all(Act::AuditRead, ObjectKind::Log), move |tx| log::own_entries(tx, page.get()?)).await.map(Json)
}
