//! Reading content, section by section as it is granted.

use actix_web::{HttpResponse, get, http::header::ETAG, web::Json};
use estafette_contract::{Act, MatchingProfile, RecordView, SectionView, WorkProfile, scope::SectionsRead};
use estafette_db::{Tx, handovers};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::{Answer, ExpiredToo, FreshQuery, Granted, Id, SectionOf};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(read_record).service(read_section).service(read_work_profile).service(read_matching_profile);
}

/// Read everything of a handover that this partner may read now.
///
/// Needs an acting professional in the client assertion. A section that may not be read is absent; support needs that have expired, or
/// that the learner says are no longer true, are not shown.
#[utoipa::path(tag = "sections", params(Id, FreshQuery), security(("partner_token" = ["sections:read"])),
    responses((status = 200, description = "The granted sections and the learner's views.", body = RecordView)))]
#[get("/handovers/{id}/record")]
async fn read_record(granted: Granted<SectionsRead>, id: Id, expired: ExpiredToo) -> Answer<Json<RecordView>> {
    let action = id.handover(Act::RecordRead);
    granted.read_on_grounds(action, move |tx| handovers::read_record(tx, id.get()?, expired.get()?)).await.map(Json)
}

/// Read one section.
#[utoipa::path(tag = "sections", params(SectionOf, FreshQuery), security(("partner_token" = ["sections:read"])),
    responses((status = 200, description = "The section.", body = SectionView, headers(("ETag" = String, description = "The opaque version.")))))]
#[get("/handovers/{id}/sections/{section}")]
async fn read_section(granted: Granted<SectionsRead>, path: SectionOf, expired: ExpiredToo) -> Answer<HttpResponse> {
    let action = path.0.handover(Act::SectionRead);
    let read = move |tx: &mut Tx<'_, SectionsRead>| handovers::read_section(tx, path.0.get()?, path.section()?, expired.get()?);
    let (view, tag): (SectionView, String) = granted.read_on_grounds(action, read).await?;
    Ok(HttpResponse::Ok().insert_header((ETAG, format!("\"{tag}\""))).json(view))
}

/// Read what an employer or training company gets of a learner.
///
/// Strengths, wishes, what helps at work, programme and certificates, as far as the student released them for this receiver. What was not
/// released is not there.
#[utoipa::path(tag = "sections", params(Id), security(("partner_token" = ["sections:read"])),
    responses((status = 200, description = "The profile.", body = WorkProfile)))]
#[get("/handovers/{id}/work-profile")]
async fn read_work_profile(granted: Granted<SectionsRead>, id: Id) -> Answer<Json<WorkProfile>> {
    granted.read_on_grounds(id.handover(Act::ProfileRead), move |tx| handovers::work_profile(tx, id.get()?)).await.map(Json)
}

/// Read what UWV, a municipality or a work centre gets to look for work with the student, each part by consent.
#[utoipa::path(tag = "sections", params(Id), security(("partner_token" = ["sections:read"])),
    responses((status = 200, description = "The profile.", body = MatchingProfile)))]
#[get("/handovers/{id}/matching-profile")]
async fn read_matching_profile(granted: Granted<SectionsRead>, id: Id) -> Answer<Json<MatchingProfile>> {
    granted.read_on_grounds(id.handover(Act::ProfileRead), move |tx| handovers::matching_profile(tx, id.get()?)).await.map(Json)
}
