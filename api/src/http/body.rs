//! Bodies: bounded in size, depth and time, and every fault told with the pointer of its culprit.

use std::{sync::Arc, time::Duration};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header::CONTENT_TYPE, web::BytesMut};
use estafette_contract::{FieldProblem, InputFault, OwnWords, ProblemKind};
use estafette_db::{DbError, DbResult, Refusal};
use futures_util::{StreamExt, future::LocalBoxFuture};
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};

use super::{
    Problem,
    strict_json::{UnsafeJson, parse as parse_strict},
    strict_types::Strictly,
};

/// The most bytes a JSON body has.
const LIMIT: usize = 256 * 1024;

/// How long a body may take to arrive.
const PATIENCE: Duration = Duration::from_secs(10);

/// A JSON body; a faulty one is refused where it is used, so that the refusal is recorded as that act.
pub struct Body<T> {
    value: Result<T, Refusal>,
    raw: Vec<u8>,
    again: Option<Arc<Reading<T>>>,
}

/// Reads a body from its bytes.
type Reading<T> = dyn Fn(&[u8]) -> Result<T, Problem> + Send + Sync;

impl<T> Body<T> {
    /// What was sent, or why it cannot be read.
    ///
    /// # Errors
    /// The refusal, with pointers.
    pub fn get(&self) -> DbResult<&T> {
        self.value.as_ref().map_err(|refusal| DbError::Refused(Box::new(refusal.clone())))
    }

    /// The bytes as they came.
    #[must_use]
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// Reads the body once more as something that depends on the path.
    #[must_use]
    pub fn then<U>(self, read: impl FnOnce(T) -> Result<U, Problem>) -> Body<U> {
        let value = self.value.and_then(|value| read(value).map_err(|problem| *problem.0));
        Body { value, raw: self.raw, again: None }
    }

    /// The same, where what is sent may be written in the sender's own words.
    #[must_use]
    pub fn then_worded<U>(self, read: impl Fn(T) -> Result<U, Problem> + Send + Sync + 'static) -> Body<U>
    where
        T: 'static,
    {
        let value = self.value.and_then(|value| read(value).map_err(|problem| *problem.0));
        let again = self.again.map(|again| -> Arc<Reading<U>> { Arc::new(move |raw: &[u8]| read(again(raw)?)) });
        Body { value, raw: self.raw, again }
    }

    /// Whether it was refused for a code that is not on its list, and may be a word of the sender's own.
    pub(super) fn may_be_worded(&self) -> bool {
        let unknown = |refusal: &Refusal| refusal.errors.iter().any(|error| error.code == "unknown-code");
        self.again.is_some() && self.value.as_ref().is_err_and(unknown)
    }

    /// Reads the body once more, in the sender's own words.
    pub(super) fn in_words(self, words: Arc<OwnWords>) -> Self {
        let read = self.again.clone().map(|again| words.reading(|| again(&self.raw)));
        let value = read.map_or(self.value, |read| read.map_err(|problem| *problem.0));
        Self { value, ..self }
    }
}

impl<T> Body<T> {
    /// A body read in another way than as JSON.
    #[must_use]
    pub fn read_by(raw: Result<Vec<u8>, Problem>, read: impl FnOnce(&[u8]) -> Result<T, Problem>) -> Self {
        let value = raw.as_ref().map_err(|problem| (*problem.0).clone()).and_then(|raw| read(raw).map_err(|problem| *problem.0));
        Self { value, raw: raw.unwrap_or_default(), again: None }
    }
}

impl Body<()> {
    /// The body of a request that has none.
    #[must_use]
    pub fn none() -> Self {
        Self { value: Ok(()), raw: Vec::new(), again: None }
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let json = is_json(request);
        let payload = payload.take();
        Box::pin(async move {
            let raw = match json {
                true => read_limited(payload, LIMIT).await,
                false => Err(Problem::new(ProblemKind::WrongMediaType, "Send application/json.")),
            };
            Ok(Self { again: Some(Arc::new(read)), ..Self::read_by(raw, read) })
        })
    }
}

fn is_json(request: &HttpRequest) -> bool {
    let mime = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut parts = mime.split(';').map(str::trim);
    parts.next().is_some_and(|kind| kind.eq_ignore_ascii_case("application/json"))
        && parts.all(|parameter| parameter.is_empty() || parameter.eq_ignore_ascii_case("charset=utf-8"))
}

/// Reads a body up to a limit, for as long as there is patience.
///
/// # Errors
/// When it is too large, too slow, or breaks off.
pub async fn read_limited(mut payload: Payload, limit: usize) -> Result<Vec<u8>, Problem> {
    let reading = async {
        let mut bytes = BytesMut::new();
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_| Problem::new(ProblemKind::BadRequest, "The body broke off; send it again."))?;
            if bytes.len() + chunk.len() > limit {
                return Err(Problem::new(ProblemKind::TooLarge, format!("Send at most {limit} bytes.")));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes.to_vec())
    };
    let late = || Problem::new(ProblemKind::Timeout, "Send the whole body within ten seconds.");
    tokio::time::timeout(PATIENCE, reading).await.map_err(|_| late())?
}

fn read<T: DeserializeOwned>(raw: &[u8]) -> Result<T, Problem> {
    let unsafe_json = |fault: UnsafeJson| Problem::at(ProblemKind::UnsafeJson, &fault.pointer, fault.rule.code(), fault.rule.sentence());
    typed(parse_strict(raw).map_err(unsafe_json)?, "")
}

/// Reads a JSON value as a type; the pointer of a culprit begins with `base`.
///
/// # Errors
/// The refusal, with the pointer of the culprit and no word of the library's.
pub(super) fn typed<T: DeserializeOwned>(value: serde_json::Value, base: &str) -> Result<T, Problem> {
    serde_path_to_error::deserialize(Strictly(value)).map_err(|error| refuse(error.path(), &error.inner().to_string(), base))
}

/// Turns a deserializer's complaint into a problem in our own words.
#[must_use]
pub fn refuse(path: &Path, message: &str, base: &str) -> Problem {
    let mut pointer = format!("{base}{}", pointer(path));
    let (code, detail) = explain(message, &mut pointer);
    let error = FieldProblem { pointer, code, detail };
    let detail = "Correct the fields named in errors and send the request again.".to_owned();
    Problem(Box::new(Refusal { kind: ProblemKind::InvalidField, detail, errors: vec![error], standing: None }))
}

/// A path as a JSON pointer (RFC 6901).
pub(super) fn pointer(path: &Path) -> String {
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{}", escaped(key)),
            Segment::Enum { variant } => format!("/{}", escaped(variant)),
            Segment::Unknown => String::new(),
        })
        .collect()
}

/// A name as a pointer spells it.
pub(super) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Code and sentence for what a deserializer found wrong; its own words are not passed on.
fn explain(message: &str, pointer: &mut String) -> (String, String) {
    if let Some(told) = InputFault::unpack(message) {
        return told;
    }
    let named = message.split('`').nth(1);
    let (code, detail) = match (message, named) {
        (m, Some(name)) if m.starts_with("missing field") => {
            pointer.push('/');
            pointer.push_str(name);
            ("missing", "This field is required.")
        }
        (m, _) if m.starts_with("unknown field") => ("unknown-field", "There is no such field here; remove it."),
        (m, _) if m.starts_with("unknown variant") => ("unknown-code", "Use one of the codes of the vocabulary: see /v1/vocabularies."),
        (m, _) if m.starts_with("invalid type") => ("wrong-type", "The value is of another type than the contract says."),
        (m, _) if m.starts_with("invalid length") => ("wrong-length", "The value is longer or shorter than the contract says."),
        _ => ("malformed", "The value is not of the form the contract says; a day is YYYY-MM-DD, an instant ends in Z."),
    };
    (code.to_owned(), detail.to_owned())
}
