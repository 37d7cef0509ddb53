//! Writing and removing the sections of a draft.

use actix_web::{HttpResponse, delete, http::header::ETAG, put};
use estafette_contract::{Act, FieldProblem, Necessity, ProblemKind, SectionContent, SectionDraft, SectionWritten, scope::HandoversOffer};
use estafette_db::{DbResult, handovers, handovers::SectionGiven};
use serde::Deserialize;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::{Answer, Body, Granted, Problem, SectionOf, Strictly, refuse};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(put_section).service(remove_section);
}

/// The body before the path has told which shape its content has.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Untyped {
    content: serde_json::Value,
    #[serde(default)]
    necessity: Option<Necessity>,
}

/// Write a section.
///
/// The shape of `content` follows from the section in the path. A change under review starts the review again.
#[utoipa::path(tag = "sections", params(SectionOf, ("If-Match" = Option<String>, Header, description = "The ETag that was read."),
        ("If-None-Match" = Option<String>, Header, description = "`*` to write it for the first time.")),
    security(("partner_token" = ["handovers:offer"])), request_body = SectionDraft,
    responses((status = 200, description = "Written, with its new ETag.", body = SectionWritten,
        headers(("ETag" = String, description = "The opaque version.")))))]
#[put("/handovers/{id}/sections/{section}")]
async fn put_section(granted: Granted<HandoversOffer>, path: SectionOf, body: Body<Untyped>) -> Answer<HttpResponse> {
    let given = body.then_worded(move |untyped| typed(path, untyped));
    let action = path.0.handover(Act::SectionWrite);
    let (written, tag): (SectionWritten, String) =
        granted.change(action, given, move |tx, given, condition| handovers::put_section(tx, path.0.get()?, given, condition)).await?;
    Ok(HttpResponse::Ok().insert_header((ETAG, format!("\"{tag}\""))).json(written))
}

/// Take a section away.
///
/// Possible until the transfer starts, so that a refused consent never blocks the rest.
#[utoipa::path(tag = "sections", params(SectionOf, ("If-Match" = Option<String>, Header, description = "The ETag that was read.")),
    security(("partner_token" = ["handovers:offer"])),
    responses((status = 204, description = "Taken away.")))]
#[delete("/handovers/{id}/sections/{section}")]
async fn remove_section(granted: Granted<HandoversOffer>, path: SectionOf) -> Answer<HttpResponse> {
    let action = path.0.handover(Act::SectionRemove);
    granted
        .change(action, Body::none(), move |tx, (), condition| -> DbResult<()> {
            handovers::remove_section(tx, path.0.get()?, path.section()?, condition)
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Reads the content in the shape of the section the path names.
fn typed(path: SectionOf, untyped: Untyped) -> Result<SectionGiven, Problem> {
    let section = path.section().map_err(Problem::from)?;
    let mut track = serde_path_to_error::Track::new();
    let content = SectionContent::read(section, serde_path_to_error::Deserializer::new(Strictly(untyped.content), &mut track));
    let forbidden = || Problem::new(ProblemKind::SectionForbidden, "This section is never handed over.");
    let content = content.ok_or_else(forbidden)?.map_err(|error| refuse(&track.path(), &error.to_string(), "/content"))?;
    let errors: Vec<FieldProblem> = content.problems().into_iter().map(below_content).collect();
    if !errors.is_empty() {
        let mut problem = Problem::new(ProblemKind::InvalidField, "Correct the fields named in errors and send the request again.");
        problem.0.errors = errors;
        return Err(problem);
    }
    Ok(SectionGiven { content, necessity: untyped.necessity })
}

fn below_content(problem: FieldProblem) -> FieldProblem {
    FieldProblem { pointer: format!("/content{}", problem.pointer), ..problem }
}
