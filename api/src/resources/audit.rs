//! A partner's own entries in the log.

use actix_web::{HttpResponse, get, web::Json};
use estafette_contract::{
    Act, AuditPage, ObjectKind,
    scope::{AccessLogRead, AuditRead},
    tlog::ProofFile,
};
use estafette_db::{Action, log};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::{Answer, EntryOf, Granted, Id, Page, PageQuery};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(list_audit_entries).service(prove_entry).service(prove_line);
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

/// Fetch the proof of one of this partner's own entries.
///
/// A text to keep and to check offline (C2SP `tlog-proof`): the entry, its way to the root, and the signed checkpoint.
#[utoipa::path(tag = "log", params(Id), security(("partner_token" = ["audit:read"])),
    responses((status = 200, description = "The proof.", body = String, content_type = "text/plain")))]
#[get("/audit/entries/{id}/proof")]
async fn prove_entry(granted: Granted<AuditRead>, id: Id) -> Answer<HttpResponse> {
    let action = id.action(Act::ProofRead, ObjectKind::Log);
    granted.read(action, move |tx| log::own_proof(tx, id.get()?)).await.map(|file| told(&file))
}

/// Fetch the proof behind a line of a learner's log.
///
/// It proves the `leafHash` of the line; the entry itself is in it only if it is this partner's own.
#[utoipa::path(tag = "learners", params(EntryOf), security(("partner_token" = ["access-log:read"])),
    responses((status = 200, description = "The proof.", body = String, content_type = "text/plain")))]
#[get("/learners/{id}/access-log/{eventId}/proof")]
async fn prove_line(granted: Granted<AccessLogRead>, path: EntryOf) -> Answer<HttpResponse> {
    let action = path.1.action(Act::ProofRead, ObjectKind::Log);
    granted.read(action, move |tx| log::access_log_proof(tx, path.0.get()?, path.1.get()?)).await.map(|file| told(&file))
}

fn told(file: &ProofFile) -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(file.text())
}
