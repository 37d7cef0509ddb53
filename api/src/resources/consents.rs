//! Consents, one section at a time.

use actix_web::{
    HttpResponse, get,
    http::header::CONTENT_SECURITY_POLICY,
    post,
    web::{Data, Json},
};
use estafette_contract::{
    Act, ConsentList, ConsentReceipt, ConsentWithdrawal, Created, NewConsent, ProblemKind, RECEIPT_TYPE, ReceiptClaims, SignedReceipt,
    scope::ConsentsWrite,
};
use estafette_db::consents;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    gate::blind,
    http::{Answer, Body, Granted, Id, Ids, Problem},
    pages,
    state::State,
};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(record_consent).service(list_consents).service(withdraw_consent).service(read_receipt).service(show_receipt);
}

/// Record what was stated about one section.
///
/// Under sixteen the legal representative states it, from the sixteenth birthday the student.
#[utoipa::path(tag = "consent", params(Id), security(("partner_token" = ["consents:write"])), request_body = NewConsent,
    responses((status = 201, description = "On record.", body = Created)))]
#[post("/handovers/{id}/consents")]
async fn record_consent(granted: Granted<ConsentsWrite>, id: Id, body: Body<NewConsent>) -> Answer<HttpResponse> {
    let created = granted.once(id.handover(Act::ConsentRecord), body, move |tx, new| consents::record(tx, id.get()?, new)).await?;
    Ok(HttpResponse::Created().json(created))
}

/// List every statement about the sections of a handover, and how the consents stand now.
#[utoipa::path(tag = "consent", params(Id), security(("partner_token" = ["consents:write"])),
    responses((status = 200, description = "Oldest first.", body = ConsentList)))]
#[get("/handovers/{id}/consents")]
async fn list_consents(granted: Granted<ConsentsWrite>, id: Id) -> Answer<Json<ConsentList>> {
    granted.read(id.handover(Act::ConsentList), move |tx| consents::list(tx, id.get()?)).await.map(Json)
}

/// Record that a consent was taken back; it counts for the very next read.
///
/// Sender and receiver are told by a notice.
#[utoipa::path(tag = "consent", params(Ids), security(("partner_token" = ["consents:write"])), request_body = ConsentWithdrawal,
    responses((status = 201, description = "On record.", body = Created)))]
#[post("/handovers/{id}/consents/{consentId}/_withdraw")]
async fn withdraw_consent(granted: Granted<ConsentsWrite>, ids: Ids, body: Body<ConsentWithdrawal>) -> Answer<HttpResponse> {
    let action = ids.0.handover(Act::ConsentWithdraw);
    let created = granted.once(action, body, move |tx, how| consents::withdraw(tx, ids.0.get()?, ids.1.get()?, how)).await?;
    Ok(HttpResponse::Created().json(created))
}

/// Read the receipt of one statement, with the same as a signed JWT.
///
/// In the fields of a consent record (ISO/IEC TS 27560). The key of its signature is at `/oauth/jwks`.
#[utoipa::path(tag = "consent", params(Ids), security(("partner_token" = ["consents:write"])),
    responses((status = 200, description = "The receipt.", body = SignedReceipt)))]
#[get("/handovers/{id}/consents/{consentId}/receipt")]
async fn read_receipt(granted: Granted<ConsentsWrite>, ids: Ids, state: Data<State>) -> Answer<Json<SignedReceipt>> {
    let receipt = fetch(granted, ids).await?;
    let claims = ReceiptClaims::of(&receipt, &state.issuer);
    let signed = state.gate.with_signing_key(state.store.clock().now(), |key| key.sign(RECEIPT_TYPE, &claims));
    let token = signed.ok_or_else(blind)?.map_err(|_| Problem::new(ProblemKind::Internal, "The receipt could not be signed."))?;
    Ok(Json(SignedReceipt { receipt, token }))
}

/// Read the receipt of one statement as a page, in the language of the text that was shown.
#[utoipa::path(tag = "consent", params(Ids), security(("partner_token" = ["consents:write"])),
    responses((status = 200, description = "The receipt, to show or print.", body = String, content_type = "text/html")))]
#[get("/handovers/{id}/consents/{consentId}/receipt-page")]
async fn show_receipt(granted: Granted<ConsentsWrite>, ids: Ids) -> Answer<HttpResponse> {
    let page = pages::receipt(&fetch(granted, ids).await?);
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, pages::POLICY))
        .body(page.into_string()))
}

async fn fetch(granted: Granted<ConsentsWrite>, ids: Ids) -> Answer<ConsentReceipt> {
    granted.read(ids.0.handover(Act::ConsentReceipt), move |tx| consents::receipt(tx, ids.0.get()?, ids.1.get()?)).await
}
