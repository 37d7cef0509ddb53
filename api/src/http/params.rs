//! Ids in paths and keys in queries; a faulty one is refused where it is used, so that the refusal is recorded as that act.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use estafette_contract::{Act, CodeList, ObjectKind, ProblemKind, Section};
use estafette_db::{Action, DbError, DbResult, PageRequest, Refusal};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::{Problem, from_text, read_query};

/// The id in the path.
#[derive(Debug, Clone, Copy, IntoParams)]
#[into_params(names("id"), parameter_in = Path)]
pub struct Id(#[param(value_type = Uuid)] Option<Uuid>);

impl Id {
    /// The id, unless it is none.
    ///
    /// # Errors
    /// Not found: what is no id is nothing's id.
    pub fn get(self) -> DbResult<Uuid> {
        self.0.ok_or_else(DbError::not_found)
    }

    /// An act on what this id names.
    #[must_use]
    pub fn action(self, act: Act, kind: ObjectKind) -> Action {
        Action { act, kind, id: self.0 }
    }

    /// An act on the handover this id names.
    #[must_use]
    pub fn handover(self, act: Act) -> Action {
        self.action(act, ObjectKind::Handover)
    }
}

impl FromRequest for Id {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(id(request, "id"))))
    }
}

impl Id {
    /// The id a path has under this name.
    pub(super) fn named(request: &HttpRequest, name: &str) -> Self {
        Self(id(request, name))
    }
}

/// Ids are written one way: lower case with hyphens.
fn id(request: &HttpRequest, name: &str) -> Option<Uuid> {
    let text = request.match_info().get(name)?;
    text.parse::<Uuid>().ok().filter(|id| id.to_string() == text)
}

/// The id of a handover and of a consent within it.
#[derive(Debug, Clone, Copy, IntoParams)]
#[into_params(names("id", "consentId"), parameter_in = Path)]
pub struct Ids(#[param(value_type = Uuid)] pub Id, #[param(value_type = Uuid)] pub Id);

impl FromRequest for Ids {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(Id(id(request, "id")), Id(id(request, "consentId")))))
    }
}

/// The id of a learner and of an entry in their log.
#[derive(Debug, Clone, Copy, IntoParams)]
#[into_params(names("id", "eventId"), parameter_in = Path)]
pub struct EntryOf(#[param(value_type = Uuid)] pub Id, #[param(value_type = Uuid)] pub Id);

impl FromRequest for EntryOf {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(Id(id(request, "id")), Id(id(request, "eventId")))))
    }
}

/// The id of a handover and the name of a section within it.
#[derive(Debug, Clone, Copy, IntoParams)]
#[into_params(names("id", "section"), parameter_in = Path)]
pub struct SectionOf(#[param(value_type = Uuid)] pub Id, #[param(value_type = Section)] Option<Section>);

impl SectionOf {
    /// The section, unless there is none of that name.
    ///
    /// # Errors
    /// Not found: see `/v1/vocabularies/sections`.
    pub fn section(self) -> DbResult<Section> {
        self.1.ok_or_else(|| DbError::refused(ProblemKind::NotFound, "There is no such section: see /v1/vocabularies/sections."))
    }
}

impl FromRequest for SectionOf {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let section = request.match_info().get("section").and_then(Section::from_code);
        ready(Ok(Self(Id(id(request, "id")), section)))
    }
}

/// Whether needs that have expired are shown too.
#[derive(Debug, Clone)]
pub struct ExpiredToo(Result<bool, Refusal>);

/// The query of what is shown with a fresh look.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FreshQuery {
    /// Whether support needs that have expired are shown too; hidden when absent.
    #[serde(default, deserialize_with = "from_text")]
    expired: Option<bool>,
}

impl ExpiredToo {
    /// Whether they are.
    ///
    /// # Errors
    /// When the query holds something else.
    pub fn get(&self) -> DbResult<bool> {
        self.0.clone().map_err(|refusal| DbError::Refused(Box::new(refusal)))
    }
}

impl FromRequest for ExpiredToo {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let query = read_query::<FreshQuery>(request.query_string());
        ready(Ok(Self(query.map(|query| query.expired.unwrap_or_default()).map_err(|problem| *problem.0))))
    }
}

/// Which page of a list.
#[derive(Debug, Clone)]
pub struct Page(Result<PageRequest, Refusal>);

/// The query of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PageQuery {
    /// The `nextCursor` of the page before.
    cursor: Option<String>,
    /// How many lines, 1 to 100; 20 when absent.
    #[serde(default, deserialize_with = "from_text")]
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

impl Page {
    /// The page asked for.
    ///
    /// # Errors
    /// When the query holds something else.
    pub fn get(&self) -> DbResult<&PageRequest> {
        self.0.as_ref().map_err(|refusal| DbError::Refused(Box::new(refusal.clone())))
    }
}

impl FromRequest for Page {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let query = read_query::<PageQuery>(request.query_string());
        let page = query.map(|query| PageRequest { cursor: query.cursor, limit: query.limit });
        ready(Ok(Self(page.map_err(|problem| *problem.0))))
    }
}
