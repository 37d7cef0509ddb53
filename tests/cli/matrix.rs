//! The exchange matrix on the command line: shown as a document, amended in a file, compared, adopted by two.

use std::{fs, path::Path};

use estafette_contract::{ExchangeMatrix, Matrix};
use estafette_tests::harness::binary::{Process, complaint, printed};

use super::{ANYWHERE, folder};

/// The arguments of an operator.
fn by<'a>(number: &'a str, key: &'a str, service: &'a Process, args: &[&'a str]) -> Vec<&'a str> {
    [args, &["--server", service.base(), "--client", number, "--key", key]].concat()
}

fn amend(folder: &Path, from: &str, replaced: &[(&str, &str)]) {
    let amended = replaced.iter().fold(from.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replacen(old, new, 1)
    });
    fs::write(folder.join("amended.json"), amended).unwrap();
}

#[actix_web::test]
async fn a_privacy_officer_amends_the_matrix_in_a_file_and_two_operators_adopt_it() {
    let folder = folder();
    let folder = folder.path();
    printed(folder, &["init"]);
    let service = Process::start(folder, &ANYWHERE);
    let (first, second) = ("keys/operators/operator-1.pem", "keys/operators/operator-2.pem");
    let anybody = ["--server", service.base()];
    let matrix = |args: &[&str]| printed(folder, &[&["matrix"], args, &anybody].concat());

    // Shown to anybody, one line a cell, and nothing but the matrix.
    let shown = matrix(&["show"]);
    assert_eq!(serde_json::from_str::<ExchangeMatrix>(&shown).unwrap(), *Matrix::shipped().document());
    assert!(shown.lines().any(|line| line.trim_start().starts_with(r#"{"section":"plan","ground":"legal_task""#)), "{shown}");

    amend(
        folder,
        &shown,
        &[("2026-1", "2026-R1"), (r#""section":"plan","ground":"legal_task""#, r#""section":"plan","ground":"consent""#)],
    );
    let diff = matrix(&["diff", "amended.json"]);
    assert!(diff.contains("from 2026-1 to 2026-R1") && diff.contains("vmbo_mbo to mbo_college") && diff.contains("legal_task"), "{diff}");

    let adopting = ["matrix", "adopt", "amended.json", "--signed-by", "Karin de Boer", "--signed-on", "2026-01-08"];
    let proposed = printed(folder, &by("operator-1", first, &service, &adopting));
    assert!(proposed.contains("the exchange matrix 2026-R1"), "{proposed}");
    let waiting = printed(folder, &by("operator-2", second, &service, &["proposal", "list"]));
    for told in
        ["2026-R1, holds from 2026-01-01, signed by Karin de Boer on 2026-01-08", "vmbo_mbo to mbo_college | plan | legal_task | consent"]
    {
        assert!(waiting.split_whitespace().collect::<Vec<_>>().join(" ").contains(told), "{told}: {waiting}");
    }
    let id = proposed.split_whitespace().skip_while(|word| *word != "confirm").nth(1).unwrap();
    printed(folder, &by("operator-2", second, &service, &["proposal", "confirm", id]));
    assert_eq!(matrix(&["show"]), fs::read_to_string(folder.join("amended.json")).unwrap());
    assert_eq!(matrix(&["show", "2026-1"]), shown);
    assert!(matrix(&["diff", "amended.json"]).contains("no cell differs"));
    let list = printed(folder, &by("operator-1", first, &service, &["matrix", "list"]));
    assert!(list.contains("Karin de Boer") && list.contains("in force") && list.contains("came with the release"), "{list}");

    // What a hard rule forbids is told before anybody signs it.
    let health = r#""section":"health","ground":"forbidden""#;
    amend(folder, &shown, &[("2026-1", "2026-R2"), (health, r#""section":"health","ground":"consent""#)]);
    let said = complaint(folder, &[&["matrix", "diff", "amended.json"], &anybody[..]].concat());
    assert!(said.starts_with("estafette: amended.json cannot be adopted: /columns/3/cells/8/ground Employers"), "{said}");
    fs::write(folder.join("amended.json"), "{}").unwrap();
    let said = complaint(folder, &[&["matrix", "diff", "amended.json"], &anybody[..]].concat());
    assert!(said.starts_with("estafette: cannot read amended.json: "), "{said}");
}
