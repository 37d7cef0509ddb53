//! How the contract says how often each operation may be called.

use estafette_contract::{CallClass, CodeList};
use serde_json::json;
use utoipa::openapi::{RefOr, Response, extensions::ExtensionsBuilder, path::Operation};

use super::contract::header;

/// The class of an operation; nothing for whether the service is well, which has to be told in a flood too.
pub(super) fn class(method: &str, operation: &Operation) -> Option<CallClass> {
    let of_the_service = operation.tags.as_ref().is_some_and(|tags| tags.iter().any(|tag| tag == "service"));
    let guarded = operation.security.as_ref().is_some_and(|needed| !needed.is_empty());
    (!of_the_service).then(|| CallClass::of(guarded, method))
}

/// Writes down the class of an operation, and the headers that tell how much is left.
pub(super) fn describe(operation: &mut Operation, class: CallClass) {
    let named = ExtensionsBuilder::new().add("x-call-class", json!(class.code())).build();
    operation.extensions.get_or_insert_default().merge(named);
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(response) = response
            && status.starts_with(['2', '3'])
        {
            tell(response);
        }
    }
}

/// Adds the headers that tell how much is left.
pub(super) fn tell(response: &mut Response) {
    response.headers.insert("RateLimit".into(), RefOr::T(header(LEFT)));
    response.headers.insert("RateLimit-Policy".into(), RefOr::T(header(GRANTED)));
}

/// The answer to who calls too often.
pub(super) fn refusal(mut response: Response) -> Response {
    tell(&mut response);
    response.headers.insert("Retry-After".into(), RefOr::T(header("After how many seconds the call may be sent again.")));
    response
}

const LEFT: &str = "How many calls of this class (a code of /v1/vocabularies/call-classes) are left, and in how many seconds all are granted \
                    again: `\"read\";r=1187;t=1`.";
const GRANTED: &str = "How many calls of this class are granted, in how many seconds: `\"read\";q=1200;w=60`.";
