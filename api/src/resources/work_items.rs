//! The work list: what waits, most urgent first.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload, get, web::Json};
use estafette_contract::{Act, ObjectKind, WorkItemPage, scope::HandoversRead};
use estafette_db::{Action, DbError, DbResult, PageRequest, Refusal, work_items};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::{Answer, Granted, Problem, from_text, read_query};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(list_work_items);
}

/// Read what waits for this partner.
///
/// Most urgent first: told to the Doorstroompunt, told to the responsible party, over, about to end, running. Each item says in one
/// sentence what there is to do. There is no person in it.
#[utoipa::path(tag = "handovers", params(WorkItemQuery), security(("partner_token" = ["handovers:read"])),
    responses((status = 200, description = "Most urgent first.", body = WorkItemPage)))]
#[get("/work-items")]
async fn list_work_items(granted: Granted<HandoversRead>, asked: Asked) -> Answer<Json<WorkItemPage>> {
    let action = Action::all(Act::WorkList, ObjectKind::List);
    granted
        .read(action, move |tx| {
            let (mine, page) = asked.get()?;
            work_items::list(tx, mine, page)
        })
        .await
        .map(Json)
}

/// The query of the work list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct WorkItemQuery {
    /// Only what waits for the acting professional: who last acted for this partner on the handover.
    #[serde(default, deserialize_with = "from_text")]
    mine: Option<bool>,
    /// The `nextCursor` of the page before.
    cursor: Option<String>,
    /// How many lines, 1 to 100; 20 when absent.
    #[serde(default, deserialize_with = "from_text")]
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Which part of the work list is asked for.
#[derive(Debug, Clone)]
struct Asked(Result<(bool, PageRequest), Refusal>);

impl Asked {
    fn get(&self) -> DbResult<(bool, &PageRequest)> {
        self.0.as_ref().map(|(mine, page)| (*mine, page)).map_err(|refusal| DbError::Refused(Box::new(refusal.clone())))
    }
}

impl FromRequest for Asked {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let query = read_query::<WorkItemQuery>(request.query_string());
        let asked = query.map(|query| (query.mine.unwrap_or_default(), PageRequest { cursor: query.cursor, limit: query.limit }));
        ready(Ok(Self(asked.map_err(|problem| *problem.0))))
    }
}
