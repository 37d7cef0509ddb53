//! The shared language: code lists, the state table, the transitions, the texts learners are shown.

use actix_web::{
    HttpResponse, get, put,
    web::{Data, Json, Path},
};
use estafette_contract::{
    ALIASED, Act, Aliases, ConsentText, ConsentTextList, ObjectKind, ProblemKind, VocabularyList, VocabularyView, scope::AliasesWrite,
    vocabularies,
};
use estafette_db::{Action, DbError, DbResult, aliases};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::{
    http::{Answer, Body, Granted, Problem, Reader},
    state::State,
};

pub fn mount(config: &mut ServiceConfig<'_>) {
    config
        .service(list_vocabularies)
        .service(read_vocabulary)
        .service(read_vocabulary_csv)
        .service(read_aliases)
        .service(put_aliases)
        .service(list_consent_texts);
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
/// `handover-status` brings the state table with it, `transitions` what each transition asks for, `terms` how long each is here. With a
/// token, `label` is what the reader's own organisation calls it; the code is the same for everybody.
#[utoipa::path(tag = "shared language", params(("name" = String, Path, description = "The name of the vocabulary.")),
    responses((status = 200, description = "Its terms in Dutch and English.", body = VocabularyView)))]
#[get("/vocabularies/{name}")]
async fn read_vocabulary(state: Data<State>, name: Path<String>, reader: Reader) -> Answer<Json<VocabularyView>> {
    let found = find(&state, &name).ok_or_else(absent)?;
    reader.spoken(&state, found).await.map(Json)
}

/// Read the terms of one vocabulary as lines, to put beside one's own words in a spreadsheet.
#[utoipa::path(tag = "shared language", params(("name" = String, Path, description = "The name of the vocabulary.")),
    responses((status = 200, description = "Lines separated by commas, with a heading.", body = String, content_type = "text/csv")))]
#[get("/vocabularies/{name}/table")]
async fn read_vocabulary_csv(state: Data<State>, name: Path<String>, reader: Reader) -> Answer<HttpResponse> {
    let found = reader.spoken(&state, find(&state, &name).ok_or_else(absent)?).await?;
    Ok(HttpResponse::Ok().content_type("text/csv; charset=utf-8").body(found.csv()))
}

fn find(state: &State, name: &str) -> Option<VocabularyView> {
    vocabularies(state.store.terms(), &state.store.matrix()).into_iter().find(|vocabulary| vocabulary.name == name)
}

const ABSENT: &str = "There is no such vocabulary: see /v1/vocabularies.";

fn absent() -> Problem {
    Problem::new(ProblemKind::NotFound, ABSENT)
}

/// The vocabulary that words are given for.
fn aliased(state: &State, name: &str) -> DbResult<VocabularyView> {
    let found = find(state, name).ok_or_else(|| DbError::refused(ProblemKind::NotFound, ABSENT))?;
    match ALIASED.contains(&name) {
        true => Ok(found),
        false => Err(DbError::refused(
            ProblemKind::Conflict,
            format!("Words can be given for {}, and for no other vocabulary.", ALIASED.join(", ")),
        )),
    }
}

/// Read the words this partner has of its own for a vocabulary.
#[utoipa::path(tag = "shared language", params(("name" = String, Path, description = "The name of the vocabulary.")),
    security(("partner_token" = ["aliases:write"])),
    responses((status = 200, description = "Its words, each with the code it stands for.", body = Aliases)))]
#[get("/vocabularies/{name}/aliases")]
async fn read_aliases(granted: Granted<AliasesWrite>, state: Data<State>, name: Path<String>) -> Answer<Json<Aliases>> {
    let action = Action::all(Act::AliasesRead, ObjectKind::Vocabulary);
    granted.read(action, move |tx| aliases::own(tx, &aliased(&state, &name)?.name)).await.map(Json)
}

/// Give the words this partner has of its own for a vocabulary, in the place of those it gave before.
///
/// Wherever this partner sends a code of the vocabulary, it may send the word; the code is what is kept and what everybody reads. No word may
/// be a code of the vocabulary, or a word of the shared language, that means something else.
#[utoipa::path(tag = "shared language", params(("name" = String, Path, description = "The name of the vocabulary.")),
    security(("partner_token" = ["aliases:write"])), request_body = Aliases,
    responses((status = 204, description = "From now on these are its words.")))]
#[put("/vocabularies/{name}/aliases")]
async fn put_aliases(granted: Granted<AliasesWrite>, state: Data<State>, name: Path<String>, body: Body<Aliases>) -> Answer<HttpResponse> {
    let action = Action::all(Act::AliasesWrite, ObjectKind::Vocabulary);
    granted.replace(action, body, move |tx, given| aliases::replace(tx, &aliased(&state, &name)?, given)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// List the texts that learners and representatives are shown.
///
/// Word for word, in Dutch and English, with the SHA-256 that a recorded consent names. A text once published stays and never changes.
#[utoipa::path(tag = "shared language", responses((status = 200, description = "Every text that was ever published.", body = ConsentTextList)))]
#[get("/consent-texts")]
async fn list_consent_texts() -> Json<ConsentTextList> {
    Json(ConsentTextList { items: ConsentText::all().to_vec() })
}
