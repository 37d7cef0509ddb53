//! Operators and whoever else holds a key, on the command line of a region that runs for real.

use std::{fs, os::unix::fs::PermissionsExt};

use estafette_client::{Client, Method, Request};
use estafette_tests::harness::binary::{Process, command, complaint, printed};

use super::{ANYWHERE, folder};

const KEY: &str = "keys/operators/operator-1.pem";

#[actix_web::test]
async fn whoever_holds_a_key_gets_a_token_by_flags_or_by_the_environment() {
    let folder = folder();
    printed(folder.path(), &["init"]);
    let service = Process::start(folder.path(), &ANYWHERE);
    let by_flags = printed(folder.path(), &["token", "--server", service.base(), "--client", "operator-1", "--key", KEY]);
    let by_environment = command(folder.path())
        .arg("token")
        .envs([("ESTAFETTE_SERVER", service.base()), ("ESTAFETTE_CLIENT", "operator-1"), ("ESTAFETTE_KEY", KEY)])
        .output()
        .unwrap();
    for token in [by_flags, String::from_utf8(by_environment.stdout).unwrap()] {
        let partners = Request::new(Method::GET, "/v1/partners");
        let reply = Client::builder(service.base()).build().unwrap().send_with(partners, Some(token.trim_end())).await.unwrap();
        assert_eq!(reply.status, 200);
    }
}

#[actix_web::test]
async fn an_operator_lists_rotates_and_revokes_signing_keys() {
    let folder = folder();
    printed(folder.path(), &["init"]);
    let service = Process::start(folder.path(), &ANYWHERE);
    let as_operator = ["--server", service.base(), "--client", "operator-1", "--key", KEY];
    let keys = |args: &[&str]| printed(folder.path(), &[&["keys"], args, &as_operator].concat());
    let statuses = |printed: &str| ["pending", "active", "retiring", "gone"].map(|status| printed.matches(status).count());
    assert_eq!(statuses(&keys(&["list"])), [0, 1, 0, 0]);
    let rotated = keys(&["rotate"]);
    assert_eq!(statuses(&rotated), [1, 0, 0, 0]);
    assert_eq!(statuses(&keys(&["list"])), [1, 1, 0, 0]);
    let again = complaint(folder.path(), &[&["keys", "rotate"], &as_operator[..]].concat());
    assert!(again.contains("The next key signs from "), "{again}");
    let kid = rotated.lines().find(|line| line.contains("pending")).unwrap().split_whitespace().next().unwrap();
    assert_eq!(statuses(&keys(&["revoke", kid])), [0, 0, 0, 1]);
    assert_eq!(statuses(&keys(&["list"])), [0, 1, 0, 1]);
    // One name in sixty-four begins with a dash.
    for name in ["none", "-none", "--none"] {
        let said = complaint(folder.path(), &[&["keys", "revoke", name], &as_operator[..]].concat());
        assert_eq!(said, format!("estafette: there is no signing key \"{name}\": see estafette keys list"));
    }
}

#[test]
fn a_key_that_others_can_read_is_not_used() {
    let folder = folder();
    printed(folder.path(), &["init"]);
    fs::set_permissions(folder.path().join(KEY), fs::Permissions::from_mode(0o644)).unwrap();
    let said = complaint(folder.path(), &["token", "--server", "https://region.example", "--client", "operator-1", "--key", KEY]);
    assert_eq!(said, format!("estafette: mode 644 lets others read the private key in {KEY}; run: chmod 600 {KEY}"));
}
