//! A partner's own entries in the log, and who received what.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Json},
};
use estafette_contract::{
    Act, AuditPage, DisclosurePage, DisclosureSearch, EntrySearch, ObjectKind, ProcessingRecordPage, ProcessingRecordSearch,
    scope::{AccessLogRead, AuditRead, DisclosuresRead},
    tlog::ProofFile,
};
use estafette_db::{Action, log};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    http::{Answer, Body, EntryOf, Granted, Id, Page, PageQuery},
    state::State,
};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config
        .service(list_audit_entries)
        .service(search_audit_entries)
        .service(export_processing_records)
        .service(search_disclosures)
        .service(prove_entry)
        .service(prove_line);
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

/// Search this partner's own entries in the log.
///
/// Everything given has to hold. A page looks through some thousands of entries: it may have fewer lines than asked for, and a `nextCursor`
/// all the same. The reading is itself recorded.
#[utoipa::path(tag = "log", params(PageQuery), security(("partner_token" = ["audit:read"])), request_body = EntrySearch,
    responses((status = 200, description = "Newest first.", body = AuditPage)))]
#[post("/audit/entries/_search")]
async fn search_audit_entries(granted: Granted<AuditRead>, page: Page, body: Body<EntrySearch>) -> Answer<Json<AuditPage>> {
    let action = Action::all(Act::AuditRead, ObjectKind::Log);
    granted.read(action, move |tx| log::search_entries(tx, body.get()?, page.get()?)).await.map(Json)
}

/// Export this partner's own entries as records of the Logboek Dataverwerkingen standard.
///
/// One record for each act on the data of one person, under a pseudonym that no other partner and no other export has. The export is itself
/// recorded.
#[utoipa::path(tag = "log", params(PageQuery), security(("partner_token" = ["audit:read"])), request_body = ProcessingRecordSearch,
    responses((status = 200, description = "Newest first.", body = ProcessingRecordPage)))]
#[post("/audit/processing-records/_search")]
async fn export_processing_records(
    granted: Granted<AuditRead>,
    state: Data<State>,
    page: Page,
    body: Body<ProcessingRecordSearch>,
) -> Answer<Json<ProcessingRecordPage>> {
    let register = format!("{}/v1/processing-activities", state.issuer);
    let action = Action::all(Act::AuditExport, ObjectKind::Log);
    granted.read(action, move |tx| log::processing_records(tx, body.get()?, &register, page.get()?)).await.map(Json)
}

/// Look up who received what about whom, for a breach notice.
///
/// Operators see what every partner received, by references and without a person. A partner sees what it received itself, and with
/// `personIds` what others received about learners it knows. The look is itself recorded.
#[utoipa::path(tag = "log", params(PageQuery), security(("partner_token" = ["disclosures:read"])), request_body = DisclosureSearch,
    responses((status = 200, description = "Newest first.", body = DisclosurePage)))]
#[post("/audit/disclosures/_search")]
async fn search_disclosures(granted: Granted<DisclosuresRead>, page: Page, body: Body<DisclosureSearch>) -> Answer<Json<DisclosurePage>> {
    let action = Action::all(Act::DisclosuresRead, ObjectKind::Log);
    granted.read(action, move |tx| log::disclosures(tx, body.get()?, page.get()?)).await.map(Json)
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
