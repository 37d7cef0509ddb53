//! Cases: the monthly drop-out file comes in, and each Doorstroompunt reads what is its own.

use actix_web::{FromRequest, HttpRequest, dev::Payload, get, http::header::CONTENT_TYPE, post, web::Json};
use estafette_contract::{
    Act, CasePage, CaseView, Month, ObjectKind, ProblemKind, VsvReport,
    scope::{CasesImport, CasesRead},
};
use estafette_db::{
    Action,
    cases::{self, VsvPart},
};
use futures_util::future::LocalBoxFuture;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use crate::{
    http::{Answer, Body, Granted, Id, Page, PageQuery, Problem, from_text, read_limited, read_query},
    vsv,
};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(import_cases).service(list_cases).service(read_case);
}

/// Import DUO's monthly file of drop-outs (A04 or A14), or one part of it.
///
/// Each line becomes a case at the Doorstroompunt of its RMC region, or renews the one there is. The number of the person folds the months
/// together and is not stored. The report names lines and never repeats what stands in them.
#[utoipa::path(tag = "cases", params(VsvQuery), security(("partner_token" = ["cases:import"])),
    request_body(content = String, content_type = "text/csv", description = "At most 4 MiB and 5000 lines in UTF-8; each part begins with the names of the columns."),
    responses((status = 200, description = "What became of each line.", body = VsvReport)))]
#[post("/cases/_import")]
async fn import_cases(granted: Granted<CasesImport>, input: VsvBody) -> Answer<Json<VsvReport>> {
    import(granted, input).await
}

/// The import itself, which is served at one more path than the contract names.
pub async fn import(granted: Granted<CasesImport>, input: VsvBody) -> Answer<Json<VsvReport>> {
    granted.once(Action::all(Act::CaseImport, ObjectKind::Case), input.0, cases::import_vsv).await.map(Json)
}

/// List the cases of this Doorstroompunt; there is no person in it.
#[utoipa::path(tag = "cases", params(PageQuery), security(("partner_token" = ["cases:read"])),
    responses((status = 200, description = "Newest first.", body = CasePage)))]
#[get("/cases")]
async fn list_cases(granted: Granted<CasesRead>, page: Page) -> Answer<Json<CasePage>> {
    granted.read(Action::all(Act::CaseList, ObjectKind::List), move |tx| cases::list(tx, page.get()?)).await.map(Json)
}

/// Read a case, with the person it is about.
#[utoipa::path(tag = "cases", params(Id), security(("partner_token" = ["cases:read"])),
    responses((status = 200, description = "The case.", body = CaseView)))]
#[get("/cases/{id}")]
async fn read_case(granted: Granted<CasesRead>, id: Id) -> Answer<Json<CaseView>> {
    granted.read_on_grounds(id.action(Act::CaseRead, ObjectKind::Case), move |tx| cases::find(tx, id.get()?)).await.map(Json)
}

/// How a monthly file comes in.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct VsvQuery {
    /// The month the file is of, as its name says.
    #[param(value_type = Month)]
    month: Month,
    /// The import this part goes on with: the `id` that the first part answered, or one of your own.
    import: Option<Uuid>,
    /// Whether more parts of the same file follow; what is no longer reported ends with the last.
    #[serde(default, deserialize_with = "from_text")]
    more: Option<bool>,
    /// The number of the first line after the names of the columns, for the report; 2 when absent.
    #[serde(default, deserialize_with = "from_text")]
    #[param(minimum = 2)]
    first_line: Option<u32>,
}

/// The body of an import; a faulty one is refused where it is used.
pub struct VsvBody(Body<VsvPart>);

impl FromRequest for VsvBody {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let mime = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let is_csv = mime.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("text/csv"));
        let query = read_query::<VsvQuery>(request.query_string());
        let payload = payload.take();
        Box::pin(async move {
            let raw = match is_csv {
                true => read_limited(payload, vsv::MAX_BYTES).await,
                false => Err(Problem::new(ProblemKind::WrongMediaType, "Send text/csv.")),
            };
            Ok(Self(Body::read_by(raw, |raw| part(raw, &query?))))
        })
    }
}

fn part(raw: &[u8], query: &VsvQuery) -> Result<VsvPart, Problem> {
    let lines = vsv::read(raw, query.first_line.unwrap_or(2)).map_err(|fault| Problem::new(fault.kind(), fault.to_string()))?;
    Ok(VsvPart { import: query.import, more: query.more.unwrap_or_default(), month: query.month.clone(), lines })
}
