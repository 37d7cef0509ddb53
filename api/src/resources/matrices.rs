//! The exchange matrix: the one in force, those before and after it, and how a region adopts another.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Json, Path},
};
use estafette_contract::{
    Act, ExchangeMatrix, MatrixList, NewAdoption, ObjectKind, ProblemKind, ProposalStanding,
    scope::{PartnersManage, PartnersRead},
};
use estafette_db::{
    Action, matrices,
    proposals::{self, Change},
};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    http::{Answer, Body, Granted, Problem},
    state::State,
};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(read_exchange_matrix).service(list_matrices).service(read_matrix).service(propose_matrix);
}

/// Read the exchange matrix in force.
///
/// On which ground each section may go to whom, at each transition.
#[utoipa::path(tag = "shared language", responses((status = 200, description = "The matrix in force.", body = ExchangeMatrix)))]
#[get("/exchange-matrix")]
async fn read_exchange_matrix(state: Data<State>) -> Json<ExchangeMatrix> {
    Json(state.store.matrix().document().clone())
}

/// List the exchange matrices there are, with who signed each of them and when.
#[utoipa::path(tag = "shared language", security(("partner_token" = ["partners:read"])),
    responses((status = 200, description = "The latest first; the last one came with the release.", body = MatrixList)))]
#[get("/exchange-matrices")]
async fn list_matrices(granted: Granted<PartnersRead>) -> Answer<Json<MatrixList>> {
    granted.read(Action::all(Act::MatrixList, ObjectKind::List), matrices::list).await.map(Json)
}

/// Read the exchange matrix of a version, whether it is in force, was, or will be.
#[utoipa::path(tag = "shared language", params(("version" = String, Path, description = "The version, as sections and entries name it.")),
    responses((status = 200, description = "The matrix.", body = ExchangeMatrix)))]
#[get("/exchange-matrices/{version}")]
async fn read_matrix(state: Data<State>, version: Path<String>) -> Answer<Json<ExchangeMatrix>> {
    let found = state.store.matrix_of(&version);
    let found =
        found.ok_or_else(|| Problem::new(ProblemKind::NotFound, "There is no matrix of this version: see /v1/exchange-matrices."))?;
    Ok(Json(found.document().clone()))
}

/// Propose to adopt an exchange matrix that the region's privacy officer signed.
///
/// It is the whole matrix, under a version of its own. Once another operator confirms it, it holds from its day on: every decision after that is
/// made by it, and sections that were written before go by whichever is stricter. Some rules no matrix can lift.
#[utoipa::path(tag = "operators", security(("partner_token" = ["partners:manage"])), request_body = NewAdoption,
    responses((status = 202, description = "Waits for another operator.", body = ProposalStanding)))]
#[post("/exchange-matrices")]
async fn propose_matrix(granted: Granted<PartnersManage>, body: Body<NewAdoption>) -> Answer<HttpResponse> {
    let action = Action::all(Act::ProposalMake, ObjectKind::Proposal);
    let change = body.then(|adoption| Ok(Change::AdoptMatrix { adoption }));
    let standing = granted.once(action, change, proposals::make_for_region).await?;
    Ok(HttpResponse::Accepted().json(standing))
}
