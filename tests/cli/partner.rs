//! A partner joins, on the command line: one operator proposes, another confirms, and the partner gets a token.

use std::path::Path;

use estafette_client::{Client, Method, Request};
use estafette_tests::harness::binary::{Process, complaint, printed};
use serde_json::Value;

use super::{ANYWHERE, folder};

/// A region that runs, with two operators.
struct Region {
    folder: tempfile::TempDir,
    service: Process,
}

impl Region {
    fn start() -> Self {
        let folder = folder();
        printed(folder.path(), &["init"]);
        let service = Process::start(folder.path(), &ANYWHERE);
        Self { folder, service }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn signed(&self, args: &[&str], client: &str, key: &str) -> Vec<String> {
        let signing_in = ["--server", self.service.base(), "--client", client, "--key", key];
        args.iter().chain(&signing_in).map(|&arg| arg.to_owned()).collect()
    }

    fn operator(&self, number: u8, args: &[&str]) -> Vec<String> {
        self.signed(args, &format!("operator-{number}"), &format!("keys/operators/operator-{number}.pem"))
    }

    fn by(&self, number: u8, args: &[&str]) -> String {
        printed(self.path(), &refs(&self.operator(number, args)))
    }

    fn complained(&self, number: u8, args: &[&str]) -> String {
        complaint(self.path(), &refs(&self.operator(number, args)))
    }

    /// Does what the second operator is told to do, to the letter.
    fn confirm_as_told(&self, proposed: &str) -> String {
        let line = proposed.lines().find(|line| line.contains("estafette proposal confirm")).unwrap();
        let line = line.replace("THEIR-ID", "operator-2").replace("THEIR-KEY-FILE", "keys/operators/operator-2.pem");
        printed(self.path(), &line.split_whitespace().skip(1).collect::<Vec<_>>())
    }

    fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.by(1, &[args, &["--json"]].concat())).unwrap()
    }

    /// Admits a partner, has it make a key, and has both operators give it that key.
    fn joined(&self) {
        self.by(1, &["partner", "add", "roc-maasdal", "--name", "ROC Maasdal", "--kind", "mbo_college", "--brin", "99XB"]);
        std::fs::write(self.path().join("jwks.json"), printed(self.path(), &["new-key", "roc-maasdal.pem"])).unwrap();
        self.confirm_as_told(&self.by(1, &["partner", "key", "add", "roc-maasdal", "jwks.json"]));
    }

    fn token(&self) -> Vec<String> {
        self.signed(&["token"], "roc-maasdal", "roc-maasdal.pem")
    }
}

fn refs(args: &[String]) -> Vec<&str> {
    args.iter().map(String::as_str).collect()
}

#[actix_web::test]
async fn a_partner_that_two_operators_gave_a_key_gets_a_token() {
    let region = Region::start();
    let added = region.by(1, &["partner", "add", "roc-maasdal", "--name", "ROC Maasdal", "--kind", "mbo_college"]);
    assert!(added.contains("roc-maasdal is admitted") && added.contains("estafette partner key add roc-maasdal JWKS-FILE"), "{added}");
    let jwks = printed(region.path(), &["new-key", "roc-maasdal.pem"]);
    assert_eq!(printed(region.path(), &["new-key", "roc-maasdal.pem"]), jwks, "a key that is there stays");
    assert!(complaint(region.path(), &refs(&region.token())).contains("no token from "));
    std::fs::write(region.path().join("jwks.json"), &jwks).unwrap();

    let proposed = region.by(1, &["partner", "key", "add", "roc-maasdal", "jwks.json"]);
    let waits = region.by(2, &["proposal", "list"]);
    let kid = serde_json::from_str::<Value>(&jwks).unwrap()["keys"][0]["kid"].as_str().unwrap().to_owned();
    assert!(waits.contains("roc-maasdal") && waits.contains(&kid) && waits.contains("operator-1"), "{waits}");
    let id = region.json(&["proposal", "list"])[0]["id"].as_str().unwrap().to_owned();
    assert!(waits.contains(&id), "{waits}");
    let own = region.complained(1, &["proposal", "confirm", &id]);
    assert!(own.contains("Another operator has to confirm what you proposed."), "{own}");
    assert!(region.confirm_as_told(&proposed).contains("confirmed and done"));
    assert!(!region.by(2, &["proposal", "list"]).contains(&id));
    assert!(region.by(2, &["proposal", "list", "--all"]).contains(&id));

    let token = printed(region.path(), &refs(&region.token()));
    let partners = Request::new(Method::GET, "/v1/partners");
    let client = Client::builder(region.service.base()).build().unwrap();
    assert_eq!(client.send_with(partners, Some(token.trim_end())).await.unwrap().status, 200);
}

#[test]
fn operators_see_what_partners_hold_and_take_it_back() {
    let region = Region::start();
    region.joined();
    let listed = region.by(2, &["partner", "list"]);
    assert!(
        listed.contains("operator-2") && listed.lines().any(|line| line.contains("roc-maasdal") && line.contains("active")),
        "{listed}"
    );
    let scope = ["roc-maasdal", "sections.health:read"];
    let why = ["--reason", "De zorgcoordinatoren lezen mee"];
    let missing = region.complained(1, &[&["partner", "scope", "grant"], &scope[..]].concat());
    assert!(missing.contains("/reason The kind of this partner is not given this scope"), "{missing}");
    region.confirm_as_told(&region.by(1, &[&["partner", "scope", "grant"], &scope[..], &why].concat()));

    let shown = region.by(1, &["partner", "show", "roc-maasdal"]);
    for told in ["ROC Maasdal", "99XB", "ES256", "sections.health:read"] {
        assert!(shown.contains(told), "{told}: {shown}");
    }
    region.by(2, &[&["partner", "scope", "revoke"], &scope[..]].concat());
    let held = region.json(&["partner", "show", "roc-maasdal"]);
    assert!(!held["scopes"].as_array().unwrap().contains(&"sections.health:read".into()));

    region.by(2, &["partner", "key", "retire", "roc-maasdal", held["keys"][0]["kid"].as_str().unwrap()]);
    assert!(complaint(region.path(), &refs(&region.token())).contains("no token from "));
    assert!(region.by(1, &["partner", "suspend", "roc-maasdal"]).contains("roc-maasdal is suspended"));
    assert_eq!(region.json(&["partner", "show", "roc-maasdal"])["status"], "suspended");
    let reinstated = region.confirm_as_told(&region.by(1, &["partner", "reinstate", "roc-maasdal"]));
    assert!(reinstated.contains("confirmed and done"), "{reinstated}");
}

#[test]
fn a_certificate_is_registered_by_two_operators_and_retired_by_one() {
    let region = Region::start();
    region.joined();
    let shown = estafette_tests::harness::certificates::Authority::new("clients").certify("roc-maasdal");
    std::fs::write(region.path().join("client.pem"), shown.pem()).unwrap();
    let proposed = region.by(1, &["partner", "certificate", "add", "roc-maasdal", "client.pem"]);
    assert_eq!(region.json(&["proposal", "list"])[0]["certificate"], shown.thumbprint());
    region.confirm_as_told(&proposed);
    region.by(1, &["partner", "certificate", "retire", "roc-maasdal", &shown.thumbprint()]);
    assert!(region.json(&["partner", "show", "roc-maasdal"])["certificates"][0]["retiredAt"].is_string());
}

#[test]
fn the_nl_gov_profile_is_switched_on_by_two_operators_and_off_by_one() {
    let region = Region::start();
    region.joined();
    region.confirm_as_told(&region.by(1, &["partner", "nl-gov", "on", "roc-maasdal"]));
    assert!(region.by(2, &["partner", "show", "roc-maasdal"]).contains("on: may also sign with RS256"));
    region.by(2, &["partner", "nl-gov", "off", "roc-maasdal"]);
    assert_eq!(region.json(&["partner", "show", "roc-maasdal"])["nlGov"], false);
}

#[test]
fn what_cannot_be_is_told_in_one_line() {
    let region = Region::start();
    let add = ["partner", "add", "roc-maasdal", "--name", "ROC Maasdal"];
    for (args, told) in [
        (&[&add[..], &["--kind", "school"]].concat()[..], "choose one of vmbo_school, "),
        (&[&add[..], &["--kind", "mbo_college", "--oin", "1"]].concat(), "Give a OIN of the form "),
        (&["partner", "show", "nobody"], "there is no partner \"nobody\": see estafette partner list"),
        (&["partner", "key", "add", "operator-2"], "give the file with the JWKS, or --jwks-uri URL"),
        (&["partner", "key", "add", "operator-2", "absent.json"], "cannot read absent.json"),
        (&["partner", "key", "add", "operator-2", "--jwks-uri", "http://keys.example"], "--jwks-uri: Give a "),
        (&["proposal", "reject", "0190b5b4-0000-7000-8000-000000000000"], "There is nothing here"),
    ] {
        let said = region.complained(1, args);
        assert!(said.contains(told), "{args:?}: {said}");
    }
}
