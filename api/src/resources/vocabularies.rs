//! The shared language: code lists, the state table, the transitions, the texts learners are shown.

use actix_web::{
    HttpResponse, get,
    web::{Data, Json, Path},
};
use estafette_contract::{ConsentText, ConsentTextList, ProblemKind, VocabularyList, VocabularyView, vocabularies};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    http::{Answer, Problem},
    state::State,
};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config.service(list_vocabularies).service(read_vocabulary).service(read_vocabulary_csv).service(list_consent_texts);
}

/// List the vocabularies.
#[utoipa::path(tag = "shared language", responses((status = 200, description = "Their names.", body = VocabularyList)))]
#[get("/vocabularies")]
async fn list_vocabularies(state: Data<State>) -> Json<VocabularyList> {
    Json(VocabularyList {
        names: vocabularies(state.store.terms(), &state.store.matrix()).into_iter().map(|vocabulary| vocabulary.name).collect(),
    })
}

/// Read one vocabulary.
///
/// `handover-status` brings the state table with it, `transitions` what each transition asks for, `terms` how long each is here.
#[utoipa::path(tag = "shared language", params(("name" = String, Path, description = "The name of the vocabulary.")),
    responses((status = 200, description = "Its terms in Dutch and English.", body = VocabularyView)))]
#[get("/vocabularies/{name}")]
async fn read_vocabulary(state: Data<State>, name: Path<String>) -> Answer<Json<VocabularyView>> {
    let found = vocabularies(state.store.terms(), &state.store.matrix()).into_iter().find(|vocabulary| vocabulary.name == *name);
    found.map(Json).ok_or_else(|| Problem::new(ProblemKind::NotFound, "There is no such vocabulary: see /v1/vocabularies."))
}

/// Read the terms of one vocabulary as lines, to put beside one's own words in a spreadsheet.
#[utoipa::path(tag = "shared language", params(("name" = String, Path, description = "The name of the vocabulary.")),
    responses((status = 200, description = "Lines separated by commas, with a heading.", body = String, content_type = "text/csv")))]
#[get("/vocabularies/{name}/table")]
async fn read_vocabulary_csv(state: Data<State>, name: Path<String>) -> Answer<HttpResponse> {
    let found = vocabularies(state.store.terms(), &state.store.matrix()).into_iter().find(|vocabulary| vocabulary.name == *name);
    let found = found.ok_or_else(|| Problem::new(ProblemKind::NotFound, "There is no such vocabulary: see /v1/vocabularies."))?;
    Ok(HttpResponse::Ok().content_type("text/csv; charset=utf-8").body(found.csv()))
}

/// List the texts that learners and representatives are shown.
///
/// Word for word, in Dutch and English, with the SHA-256 that a recorded consent names. A text once published stays and never changes.
#[utoipa::path(tag = "shared language", responses((status = 200, description = "Every text that was ever published.", body = ConsentTextList)))]
#[get("/consent-texts")]
async fn list_consent_texts() -> Json<ConsentTextList> {
    Json(ConsentTextList { items: ConsentText::all().to_vec() })
}
