//! Paths and methods: what the contract knows is told, what it does not know is not found, and a slash too many is not forgiven.

use std::collections::{BTreeMap, BTreeSet};

use estafette_client::{Client, Reply, Request};
use estafette_contract::{PartnerKind, ProblemKind};
use estafette_tests::story;
use reqwest::Method;
use uuid::Uuid;

use super::operations;

/// What is served beside the document, reviewed, with the reason it is not in it.
const BESIDE_THE_DOCUMENT: [(&str, &str); 6] = [
    ("/.well-known/oauth-authorization-server", "RFC 8414 fixes the address, outside every version of the contract"),
    ("/docs/", "the page that shows the document"),
    ("/v1/audit/tile/0/000.p/1", "tiles of public hashes, at paths that C2SP tlog-tiles gives and no template can say"),
    ("/v1/audit/shards/1/tile/0/000.p/1", "the same, of a shard by its number"),
    ("/v1/cases/_import-vsv", "the import as issue 7 names it, for the same reason as the next"),
    ("/v1/handovers/_import-oso", "the import as issue 2 names it; after `_` the NL GOV rules for paths allow no hyphen"),
];

fn filled(path: &str) -> String {
    let id = Uuid::now_v7().to_string();
    path.replace("{id}", &id).replace("{consentId}", &id).replace("{eventId}", &id).replace("{section}", "plan").replace("{name}", "roles")
}

async fn ask(client: &Client, method: &str, path: &str) -> Reply {
    client.send(Request::new(method.parse().unwrap(), path)).await.unwrap()
}

fn problem(reply: &Reply) -> ProblemKind {
    reply.succeeded().unwrap_err().problem().expect("a problem of the catalogue")
}

story!(another_method_than_documented_is_told_which_there_are, |app| {
    let mut paths: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for operation in operations() {
        paths.entry(operation.path.clone()).or_default().insert(operation.method.to_string());
    }
    let anonymous = app.anonymous();
    for (path, methods) in paths {
        for method in ["PATCH", "BREW"] {
            let reply = ask(&anonymous, method, &filled(&path)).await;
            assert_eq!(problem(&reply), ProblemKind::MethodNotAllowed, "{method} {path}");
            let allowed: BTreeSet<String> = reply.headers["allow"].to_str().unwrap().split(", ").map(str::to_owned).collect();
            assert_eq!(allowed, methods, "{path}");
        }
    }
});

story!(a_slash_too_many_is_not_found_and_not_redirected, |app| {
    let anonymous = app.anonymous();
    for operation in operations() {
        let reply = ask(&anonymous, operation.method.as_str(), &format!("{}/", filled(&operation.path))).await;
        assert_eq!(problem(&reply), ProblemKind::NotFound, "{}/", operation.name());
        assert!(!reply.headers.contains_key("location"));
    }
});

story!(what_is_nowhere_is_not_found, |app| {
    for path in ["/", "/v1", "/v2/partners", "/v1/nothing", "/v1//partners", "/v1/handovers/%00", "/%2e%2e/etc/passwd", "/v1/Partners"] {
        let reply = ask(&app.anonymous(), "GET", path).await;
        let guarded = path.starts_with("/v1/handovers/");
        assert_eq!(problem(&reply), if guarded { ProblemKind::Unauthenticated } else { ProblemKind::NotFound }, "{path}");
    }
});

story!(a_known_partner_that_asks_for_nothing_there_is_in_the_log, |app| {
    let school = app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await;
    for (method, path) in [("BREW", "/v1/partners"), ("GET", "/v1/nothing")] {
        let before = refusals(&school).await;
        assert!(ask(&school, method, path).await.status.is_client_error());
        assert_eq!(refusals(&school).await, before + 1, "{method} {path}");
    }
});

async fn refusals(client: &Client) -> usize {
    let page = client.audit_entries(&Default::default()).await.unwrap();
    page.items.iter().filter(|record| record.entry.act.to_string() == "route.refuse").count()
}

story!(what_is_served_beside_the_document_is_on_the_reviewed_list, |app| {
    app.partner("Vmbo De Linde", PartnerKind::VmboSchool).await;
    app.sign_log().await;
    let documented: BTreeSet<&str> = operations().iter().map(|operation| operation.path.as_str()).collect();
    for (path, reason) in BESIDE_THE_DOCUMENT {
        assert!(!documented.contains(path), "{path} is documented after all: {reason}");
        let method = if path.contains("_import") { Method::POST } else { Method::GET };
        let reply = ask(&app.anonymous(), method.as_str(), path).await;
        assert!(reply.status == 200 || reply.status == 401, "{path} is not served: {}", reply.status);
    }
});
