//! The command line, as an operator and a newcomer use it.

mod audit;
mod demo;
mod matrix;
mod operator;
mod partner;
mod serve;
mod tls;

use std::{fs::Permissions, os::unix::fs::PermissionsExt, path::Path};

use estafette_tests::harness::binary::{complaint, printed};

/// A folder to run in.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// Arguments that serve on any free port.
const ANYWHERE: [&str; 3] = ["serve", "--listen", "127.0.0.1:0"];

#[test]
fn a_setting_that_cannot_be_is_told_in_one_line() {
    let folder = folder();
    std::fs::write(folder.path().join("wrong.toml"), "offer-days = \"soon\"\n").unwrap();
    for (args, told) in [
        (&["serve", "--listen", "everywhere"][..], "estafette: setting listen: give an address such as 127.0.0.1:8085"),
        (&["serve", "--listen", "0.0.0.0:8085"], "estafette: setting tls-certificate: plain HTTP is only for loopback"),
        (&["serve", "--config", "wrong.toml"], "estafette: setting offer-days: "),
        (&["serve", "--config", "absent.toml"], "estafette: setting config: cannot read absent.toml"),
        (&["serve", "--offer-days", "soon"], "estafette: setting offer-days: give a number of days"),
        (&["migrate", "--database-url", "mysql://here"], "estafette: setting database-url: "),
        (&["demo", "--listen", "everywhere"], "estafette: setting listen: "),
        (&["token", "--partner", "roc-maasdal"], "estafette: cannot read estafette-demo/demo.json: start estafette demo first"),
        (&["token", "--client", "operator-1"], "estafette: say which service and as whom: --server URL --client ID --key FILE"),
    ] {
        let said = complaint(folder.path(), args);
        assert!(said.starts_with(told), "{args:?}: {said}");
    }
}

#[test]
fn help_lists_every_setting() {
    let help = printed(folder().path(), &["serve", "--help"]);
    let settings = [
        "database-url",
        "listen",
        "issuer",
        "keys",
        "tls-certificate",
        "tls-key",
        "connections",
        "log",
        "config",
        "tls-client-ca",
        "proxies",
    ];
    let terms = ["review-days", "offer-days", "conversation-days", "copying-days", "feedback-days", "confirmation-days"];
    for setting in settings.iter().chain(&terms) {
        assert!(help.contains(&format!("--{setting} <")), "{setting}");
    }
    assert!(help.contains("ESTAFETTE_OFFER_DAYS"));
}

#[test]
fn init_makes_keys_and_two_operators_and_doing_it_again_changes_nothing() {
    let folder = folder();
    let first = printed(folder.path(), &["init"]);
    let keys = files(&folder.path().join("keys"));
    assert!(first.contains("operator-1") && first.contains("operator-2"), "{first}");
    assert_eq!(keys.len(), 6, "four keys of the house and two of operators");

    let again = printed(folder.path(), &["init"]);
    assert_eq!(files(&folder.path().join("keys")), keys);
    let operators = |text: &str| text.lines().filter(|line| line.contains("operator-")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(operators(&again), operators(&first), "the same partners with the same ids");
    assert_eq!(printed(folder.path(), &["migrate"]), "up to date\n");
}

#[test]
fn init_does_not_pretend_that_a_lost_key_was_found() {
    let folder = folder();
    printed(folder.path(), &["init"]);
    let key = folder.path().join("keys/operators/operator-2.pem");
    std::fs::remove_file(&key).unwrap();
    let said = complaint(folder.path(), &["init"]);
    assert!(said.contains("operator-2 is registered with another key than keys/operators/operator-2.pem"), "{said}");
    assert!(!key.exists());
}

#[test]
fn a_database_next_to_other_keys_is_not_served() {
    let folder = folder();
    printed(folder.path(), &["init"]);
    std::fs::rename(folder.path().join("keys"), folder.path().join("keys-of-before")).unwrap();
    let said = complaint(folder.path(), &["init"]);
    assert!(said.contains("restore the key folder that belongs to it"), "{said}");

    let args = ["init", "--keys", "keys-of-before"];
    printed(folder.path(), &args);
}

#[test]
fn a_key_that_others_can_read_is_not_served_with() {
    let folder = folder();
    printed(folder.path(), &["init"]);
    for name in ["wrapping.key", "pseudonyms.key", "cursors.key"] {
        let key = folder.path().join("keys").join(name);
        std::fs::set_permissions(&key, Permissions::from_mode(0o640)).unwrap();
        let said = complaint(folder.path(), &ANYWHERE);
        assert_eq!(said, format!("estafette: key file keys/{name} can be read by others: run chmod 600 on it"));
        std::fs::set_permissions(&key, Permissions::from_mode(0o600)).unwrap();
    }
}

/// The files below a folder with their content; each may be read by its owner only.
fn files(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{}", path.display());
            found.push((path.clone(), std::fs::read(path).unwrap()));
        }
    }
    found.sort();
    found
}
