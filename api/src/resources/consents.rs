//! Consents, one section at a time.

use actix_web::{HttpResponse, get, post, web::Json};
use estafette_contract::{Act, ConsentList, ConsentWithdrawal, Created, NewConsent, scope::ConsentsWrite};
use estafette_db::consents;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::{Answer, Body, Granted, Id, Ids};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(record_consent).service(list_consents).service(withdraw_consent);
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

/// List every statement about the sections of a handover.
#[utoipa::path(tag = "consent", params(Id), security(("partner_token" = ["consents:write"])),
    responses((status = 200, description = "Oldest first.", body = ConsentList)))]
#[get("/handovers/{id}/consents")]
async fn list_consents(granted: Granted<ConsentsWrite>, id: Id) -> Answer<Json<ConsentList>> {
    granted.read(id.handover(Act::ConsentList), move |tx| consents::list(tx, id.get()?)).await.map(Json)
}

/// Record that a consent was taken back; it counts for the very next read.
#[utoipa::path(tag = "consent", params(Ids), security(("partner_token" = ["consents:write"])), request_body = ConsentWithdrawal,
    responses((status = 201, description = "On record.", body = Created)))]
#[post("/handovers/{id}/consents/{consentId}/_withdraw")]
async fn withdraw_consent(granted: Granted<ConsentsWrite>, ids: Ids, body: Body<ConsentWithdrawal>) -> Answer<HttpResponse> {
    let action = ids.0.handover(Act::ConsentWithdraw);
    let created = granted.once(action, body, move |tx, how| consents::withdraw(tx, ids.0.get()?, ids.1.get()?, how)).await?;
    Ok(HttpResponse::Created().json(created))
}
