//! What anybody may fetch of the log: hashes, signatures and the proofs between them. They say nothing of any person.

use actix_web::{
    HttpResponse, get,
    http::header::CACHE_CONTROL,
    web::{self, Data, Json, Path},
};
use estafette_contract::{LogView, ProblemKind, tlog::Tile};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    http::{Answer, Problem, fallback, from_text, read_query},
    state::State,
};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(read_log).service(read_checkpoint).service(prove_consistency);
}

/// Mounts the tiles at the paths that C2SP `tlog-tiles` gives them; no template of the contract can say `x001/234.p/17`.
pub fn mount_tiles(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/audit/tile/{tile:.*}").get(newest_tile).default_service(web::to(fallback)))
        .service(web::resource("/audit/shards/{shard}/tile/{tile:.*}").get(tile_of_shard).default_service(web::to(fallback)));
}

/// Read what the log is called and how it is checked.
///
/// Its tiles are served below `/v1/audit/tile/` as C2SP `tlog-tiles` says, and those of older shards below `/v1/audit/shards/{shard}/tile/`.
#[utoipa::path(tag = "log", responses((status = 200, description = "Its name, its keys, and where it was broken off.", body = LogView)))]
#[get("/audit/log")]
async fn read_log(state: Data<State>) -> Answer<Json<LogView>> {
    Ok(Json(state.store.log_view().await?))
}

/// Read the newest checkpoint.
///
/// A signed note (C2SP `tlog-checkpoint`): the name of the log, its size and its root.
#[utoipa::path(tag = "log", responses((status = 200, description = "The signed note.", body = String, content_type = "text/plain")))]
#[get("/audit/checkpoint")]
async fn read_checkpoint(state: Data<State>) -> Answer<HttpResponse> {
    Ok(text(state.store.checkpoint().await?))
}

/// Two sizes of the log.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Sizes {
    /// The smaller size.
    #[serde(deserialize_with = "from_text")]
    from: Option<u64>,
    /// The larger size, at most that of the newest checkpoint.
    #[serde(deserialize_with = "from_text")]
    to: Option<u64>,
}

/// Fetch the proof that the log at one size is the beginning of the log at another.
#[utoipa::path(tag = "log", params(Sizes),
    responses((status = 200, description = "The proof, one hash a line.", body = String, content_type = "text/plain")))]
#[get("/audit/consistency")]
async fn prove_consistency(state: Data<State>, request: actix_web::HttpRequest) -> Answer<HttpResponse> {
    let sizes: Sizes = read_query(request.query_string())?;
    let missing = || Problem::at(ProblemKind::InvalidField, "from", "missing", "Give two sizes: from and to.");
    let (from, to) = sizes.from.zip(sizes.to).ok_or_else(missing)?;
    Ok(text(state.store.consistency(from, to).await?.text()))
}

fn text(body: String) -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").insert_header((CACHE_CONTROL, "no-cache")).body(body)
}

async fn newest_tile(state: Data<State>, path: Path<String>) -> Answer<HttpResponse> {
    tile(&state, None, &path).await
}

async fn tile_of_shard(state: Data<State>, path: Path<(String, String)>) -> Answer<HttpResponse> {
    let shard = path.0.parse().map_err(|_| no_tile())?;
    tile(&state, Some(shard), &path.1).await
}

async fn tile(state: &State, shard: Option<u32>, path: &str) -> Answer<HttpResponse> {
    let bytes = state.store.tile(shard, Tile::from_path(path).ok_or_else(no_tile)?).await?;
    let forever = (CACHE_CONTROL, "public, max-age=31536000, immutable");
    Ok(HttpResponse::Ok().content_type("application/octet-stream").insert_header(forever).body(bytes))
}

fn no_tile() -> Problem {
    Problem::new(ProblemKind::NotFound, "There is no such tile: see C2SP tlog-tiles for the paths.")
}
