//! Reports: what was released about the region, and making a release.

use std::future::{Ready, ready};

use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    dev::Payload,
    get,
    http::header::CONTENT_SECURITY_POLICY,
    post,
    web::{Data, Json},
};
use estafette_contract::{
    Act, CodeList, ObjectKind,
    report::{NewRelease, ReleaseList, ReleaseMade, ReportName, ReportView},
    scope::{ReportsRead, ReportsRelease},
};
use estafette_db::{Action, DbError, DbResult, Refusal, reports};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    http::{Answer, Body, Granted, Problem, from_text, read_query},
    pages,
    state::State,
};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(list_releases).service(release_reports).service(read_report).service(read_report_csv).service(show_report);
}

/// List the releases there are, with the reports in them.
///
/// A release is numbered, signed with the keys of the log, and never changed.
#[utoipa::path(tag = "reports", security(("partner_token" = ["reports:read"])),
    responses((status = 200, description = "The latest first.", body = ReleaseList)))]
#[get("/reports")]
async fn list_releases(granted: Granted<ReportsRead>) -> Answer<Json<ReleaseList>> {
    granted.read(Action::all(Act::ReportList, ObjectKind::Report), reports::list).await.map(Json)
}

/// Release the reports of a school year as it stands now.
///
/// Small numbers are hidden, and as many others as it takes that they cannot be computed, from this release or from an earlier one. The
/// ledger of releases refuses one that would give away what an earlier one hides.
#[utoipa::path(tag = "reports", security(("partner_token" = ["reports:release"])), request_body = NewRelease,
    responses((status = 201, description = "Released.", body = ReleaseMade)))]
#[post("/reports/_release")]
async fn release_reports(granted: Granted<ReportsRelease>, state: Data<State>, body: Body<NewRelease>) -> Answer<HttpResponse> {
    let counted = match body.get() {
        Ok(new) => Some(state.store.count_release(new).await?),
        Err(_) => None,
    };
    let action = Action::all(Act::ReportRelease, ObjectKind::Report);
    let made = granted.once(action, body, move |tx, new| reports::release(tx, new, counted.as_ref())).await?;
    Ok(HttpResponse::Created().json(made))
}

/// Read a report of the latest release, or of the one named.
///
/// A cell that is `null` is hidden; every number is rounded to five. A partner sees its own figures beside the region.
#[utoipa::path(tag = "reports", params(("name" = ReportName, Path, description = "What it is about."), ReportQuery), security(("partner_token" = ["reports:read"])),
    responses((status = 200, description = "Its tables.", body = ReportView)))]
#[get("/reports/{name}")]
async fn read_report(granted: Granted<ReportsRead>, asked: Asked) -> Answer<Json<ReportView>> {
    fetch(granted, asked).await.map(Json)
}

/// Read the same as a table of lines, one a cell.
#[utoipa::path(tag = "reports", params(("name" = ReportName, Path, description = "What it is about."), ReportQuery), security(("partner_token" = ["reports:read"])),
    responses((status = 200, description = "Lines separated by commas, with a heading.", body = String, content_type = "text/csv")))]
#[get("/reports/{name}/table")]
async fn read_report_csv(granted: Granted<ReportsRead>, asked: Asked) -> Answer<HttpResponse> {
    let view = fetch(granted, asked).await?;
    Ok(HttpResponse::Ok().content_type("text/csv; charset=utf-8").body(view.csv()))
}

/// Read the same as a page with charts, to put on the table or print.
#[utoipa::path(tag = "reports", params(("name" = ReportName, Path, description = "What it is about."), ReportQuery), security(("partner_token" = ["reports:read"])),
    responses((status = 200, description = "Charts, with the numbers below.", body = String, content_type = "text/html")))]
#[get("/reports/{name}/page")]
async fn show_report(granted: Granted<ReportsRead>, asked: Asked) -> Answer<HttpResponse> {
    let page = pages::report(&fetch(granted, asked).await?);
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, pages::POLICY))
        .body(page.into_string()))
}

async fn fetch(granted: Granted<ReportsRead>, asked: Asked) -> Answer<ReportView> {
    let action = Action::all(Act::ReportRead, ObjectKind::Report);
    granted
        .read(action, move |tx| {
            let (name, number) = asked.get()?;
            reports::report(tx, name, number)
        })
        .await
}

/// Which report of which release.
struct Asked {
    name: Option<ReportName>,
    release: Result<Option<i64>, Refusal>,
}

impl Asked {
    fn get(&self) -> DbResult<(ReportName, Option<i64>)> {
        let release = self.release.as_ref().map_err(|refusal| DbError::Refused(Box::new(refusal.clone())))?;
        Ok((self.name.ok_or_else(DbError::not_found)?, *release))
    }
}

/// The query of a report.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ReportQuery {
    /// The number of the release; the latest when absent.
    #[serde(default, deserialize_with = "from_text")]
    release: Option<i64>,
}

impl FromRequest for Asked {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let name = request.match_info().get("name").and_then(ReportName::from_code);
        let query = read_query::<ReportQuery>(request.query_string());
        ready(Ok(Self { name, release: query.map(|query| query.release).map_err(|problem| *problem.0) }))
    }
}
