//! The contract as OpenAPI 3.1, from the very routes that are served.

use std::{collections::HashMap, sync::Arc};

use actix_web::App;
use estafette_contract::{CallClass, Problem as ProblemDocument};
use utoipa::{
    OpenApi, PartialSchema, ToSchema,
    openapi::{
        self, Components, ContactBuilder, Content, HeaderBuilder, InfoBuilder, OpenApiVersion, PathItem, Ref, RefOr, Response,
        ResponseBuilder, Server,
        path::{Operation, ParameterBuilder, ParameterIn},
        schema::{Schema, SchemaType, Type},
        security::{ClientCredentials, Flow, HttpAuthScheme, HttpBuilder, OAuth2, Scopes, SecurityScheme},
    },
};
use utoipa_actix_web::AppExt;

use super::{contract_examples, contract_limits, mount};
use crate::state::Contract;

/// The full version of the contract, sent with every answer.
pub const CONTRACT_VERSION: &str = env!("CARGO_PKG_VERSION");

/// The contract with the methods of each path.
#[must_use]
pub fn contract() -> Arc<Contract> {
    let (_, mut document) = App::new().into_utoipa_app().openapi(base()).configure(mount).split_for_parts();
    finish(&mut document);
    let methods = document.paths.paths.iter().map(|(path, item)| (served_path(path, item), methods(item))).collect();
    let classes = classes(&mut document);
    let json = document.to_pretty_json().unwrap_or_default() + "\n";
    Arc::new(Contract { json, methods, classes })
}

#[derive(OpenApi)]
#[openapi(components(schemas(ProblemDocument)))]
struct Base;

fn base() -> openapi::OpenApi {
    let mut document = Base::openapi();
    document.openapi = OpenApiVersion::Version31;
    let contact = ContactBuilder::new()
        .name(Some("Estafette"))
        .email(Some("api@estafette.example"))
        .url(Some("https://estafette.example/contact"))
        .build();
    document.info = InfoBuilder::new()
        .title("Estafette")
        .version(CONTRACT_VERSION)
        .description(Some(include_str!("contract.md")))
        .contact(Some(contact))
        .license(Some(openapi::License::new("EUPL-1.2")))
        .build();
    document.servers = Some(vec![Server::new("/v1")]);
    document
}

/// What holds for every operation is written once, here.
fn finish(document: &mut openapi::OpenApi) {
    let paths = std::mem::take(&mut document.paths.paths);
    for (path, mut item) in paths {
        let below_v1 = path.strip_prefix("/v1").map(str::to_owned);
        if below_v1.is_none() {
            item.servers = Some(vec![Server::new("/")]);
        }
        for (method, operation) in operations(&mut item) {
            finish_operation(method, &path, operation);
        }
        document.paths.paths.insert(below_v1.unwrap_or(path), item);
    }
    let components = document.components.get_or_insert_with(Components::new);
    components.security_schemes.insert("partner_token".into(), RefOr::T(security()));
    let learner = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(LEARNER_TOKEN)).build();
    components.security_schemes.insert("learner_token".into(), RefOr::T(SecurityScheme::Http(learner)));
    for (name, response) in problem_responses() {
        components.responses.insert(name.into(), RefOr::T(response));
    }
}

fn finish_operation(method: &str, path: &str, operation: &mut Operation) {
    let guarded = operation.security.as_ref().is_some_and(|needed| !needed.is_empty());
    if !guarded {
        operation.security = Some(Vec::new());
    }
    for parameter in operation.parameters.iter_mut().flatten() {
        if let RefOr::T(parameter) = parameter {
            parameter.schema = parameter.schema.take().map(never_null);
        }
    }
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(response) = response
            && status.starts_with(['2', '3'])
        {
            response.headers.insert("API-Version".into(), RefOr::T(header("The full version of this contract.")));
            if guarded && changes(method, path) {
                response.headers.insert("Audit-Receipt".into(), RefOr::T(header(RECEIPT)));
            }
        }
    }
    if let Some(class) = contract_limits::class(method, operation) {
        contract_limits::describe(operation, class);
    }
    for (status, name) in refusals(method, path, operation, guarded) {
        let reference = RefOr::Ref(Ref::from_response_name(name));
        operation.responses.responses.entry(status.into()).or_insert(reference);
    }
    if guarded && method == "post" && changes(method, path) {
        operation.parameters.get_or_insert_default().push(RefOr::T(idempotency_key()));
    }
    contract_examples::fill(operation);
}

/// Whether an operation changes anything; a search has its words in the body, and changes nothing.
fn changes(method: &str, path: &str) -> bool {
    method != "get" && !path.ends_with("/_search")
}

/// What is not there before the first entry was signed.
const SIGNED: [&str; 2] = ["/v1/audit/checkpoint", "/v1/audit/consistency"];

/// How an operation can refuse, from what kind of operation it is.
fn refusals(method: &str, path: &str, operation: &Operation, guarded: bool) -> Vec<(&'static str, &'static str)> {
    let body = operation.request_body.is_some();
    let input = body || operation.parameters.as_ref().is_some_and(|all| !all.is_empty()) || method != "get";
    let limited = contract_limits::class(method, operation).is_some();
    let kinds: [(bool, &[(&str, &str)]); 9] = [
        (input, &[("400", "BadRequest")]),
        (guarded, &[("401", "Unauthenticated"), ("403", "NotAllowed"), ("503", "Unavailable")]),
        (path.starts_with("/oauth/") && body, &[("401", "Unauthenticated")]),
        (path.contains('{') || SIGNED.contains(&path), &[("404", "NotFound")]),
        (limited, &[("429", "TooManyCalls")]),
        (path == "/readyz", &[("503", "Unavailable")]),
        (guarded && method == "post" && changes(method, path), &[("409", "Conflict"), ("422", "Unprocessable")]),
        (
            matches!(method, "put" | "delete"),
            &[("409", "Conflict"), ("412", "VersionMismatch"), ("422", "Unprocessable"), ("428", "VersionRequired")],
        ),
        (body, &[("408", "TooSlow"), ("413", "TooLarge"), ("415", "WrongMediaType")]),
    ];
    kinds.iter().filter(|(applies, _)| *applies).flat_map(|(_, refusals)| refusals.iter().copied()).collect()
}

/// A parameter is left out rather than null.
fn never_null(schema: RefOr<Schema>) -> RefOr<Schema> {
    let is_null = |schema: &RefOr<Schema>| matches!(schema, RefOr::T(Schema::Object(o)) if o.schema_type == SchemaType::Type(Type::Null));
    match schema {
        RefOr::T(Schema::OneOf(mut choice)) => {
            choice.items.retain(|item| !is_null(item));
            if choice.items.len() == 1 { choice.items.remove(0) } else { RefOr::T(Schema::OneOf(choice)) }
        }
        RefOr::T(Schema::Object(mut object)) => {
            if let SchemaType::Array(types) = &object.schema_type
                && let [only] = types.iter().filter(|kind| **kind != Type::Null).collect::<Vec<_>>()[..]
            {
                object.schema_type = SchemaType::Type(only.clone());
            }
            RefOr::T(Schema::Object(object))
        }
        other => other,
    }
}

/// The class of every operation, by method and path as it is served.
fn classes(document: &mut openapi::OpenApi) -> HashMap<String, Option<CallClass>> {
    let mut classes = HashMap::new();
    for (path, item) in &mut document.paths.paths {
        let path = served_path(path, item);
        classes.extend(
            operations(item)
                .map(|(method, operation)| (format!("{} {path}", method.to_uppercase()), contract_limits::class(method, operation))),
        );
    }
    classes
}

const LEARNER_TOKEN: &str = "What `/v1/own/_enter` answers to a one-time code: two hours of what is about one learner.";

const RECEIPT: &str = "The id of the entry that this call left in the log, and its leaf hash: `event=\"…\", leaf=:…:` (RFC 9651).";

pub(super) fn header(description: &str) -> openapi::Header {
    HeaderBuilder::new().schema(Some(String::schema())).description(Some(description)).build()
}

fn idempotency_key() -> openapi::path::Parameter {
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(openapi::Required::True)
        .description(Some("A fresh value for every new request; the same value again gets the same answer."))
        .schema(Some(String::schema()))
        .build()
}

fn problem_responses() -> Vec<(&'static str, Response)> {
    let problem = |description: &str| {
        let content = Content::new(Some(RefOr::Ref(Ref::from_schema_name(ProblemDocument::name()))));
        ResponseBuilder::new().description(description).content("application/problem+json", content).build()
    };
    vec![
        ("BadRequest", problem("The request cannot be read, or a field is wrong; `errors` names the culprits.")),
        ("Unauthenticated", problem("A valid access token is needed.")),
        ("NotAllowed", problem("The token lacks the scope, or this partner may not do this.")),
        ("NotFound", problem("There is nothing here that this partner may see.")),
        ("TooSlow", problem("The body did not arrive in time.")),
        ("Conflict", problem("The move is not possible now; `currentStatus` and `possibleMoves` tell what is.")),
        ("TooLarge", problem("The body is too large.")),
        ("WrongMediaType", problem("The content type is not accepted here.")),
        ("Unprocessable", problem("The exchange matrix forbids it, or the Idempotency-Key was used for another request.")),
        ("VersionMismatch", problem("It changed since it was read.")),
        ("VersionRequired", problem("If-Match or If-None-Match is required.")),
        (
            "TooManyCalls",
            contract_limits::refusal(problem("This partner, or this address, called too often; try again after `Retry-After` seconds.")),
        ),
        ("Unavailable", problem("Nothing was done; try again after `Retry-After` seconds.")),
    ]
}

fn security() -> SecurityScheme {
    let scopes = estafette_contract::SCOPES.iter().map(|scope| (scope.name, scope.en));
    let flow = Flow::ClientCredentials(ClientCredentials::new("/oauth/token", Scopes::from_iter(scopes)));
    SecurityScheme::OAuth2(OAuth2::new([flow]))
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    [("get", &mut item.get), ("put", &mut item.put), ("post", &mut item.post), ("delete", &mut item.delete), ("patch", &mut item.patch)]
        .into_iter()
        .filter_map(|(method, operation)| operation.as_mut().map(|operation| (method, operation)))
}

fn methods(item: &PathItem) -> Vec<String> {
    [("GET", &item.get), ("PUT", &item.put), ("POST", &item.post), ("DELETE", &item.delete), ("PATCH", &item.patch)]
        .into_iter()
        .filter(|(_, operation)| operation.is_some())
        .map(|(method, _)| method.to_owned())
        .collect()
}

fn served_path(path: &str, item: &PathItem) -> String {
    if item.servers.is_some() { path.to_owned() } else { format!("/v1{path}") }
}
