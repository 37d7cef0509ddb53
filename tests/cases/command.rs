//! `estafette import-vsv`.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use chrono::Days;
use estafette_contract::PartnerKind;
use estafette_tests::{
    harness::{
        Partner,
        binary::run,
        vsv::{OCTOBER, crowd},
    },
    story,
};

/// Runs the verb as this partner, beside the service; answers what it printed, or its complaint.
async fn import(base: &str, partner: &Partner, folder: &Path, file: &str) -> String {
    let key = folder.join("key.pem");
    fs::write(&key, partner.credentials.key.to_pem().unwrap()).unwrap();
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    let given = ["import-vsv", file, "--server", base, "--client", &partner.credentials.client_id, "--key", "key.pem"];
    let (folder, given) = (folder.to_owned(), given.map(str::to_owned));
    let output = actix_web::web::block(move || run(&folder, &given.each_ref().map(String::as_str))).await.unwrap();
    let printed = if output.status.success() { output.stdout } else { output.stderr };
    String::from_utf8(printed).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

story!(a_file_is_read_in_parts_and_what_became_of_it_is_printed, |app| {
    let college = app.partner("ROC Maasdal", PartnerKind::MboCollege).await;
    let here = app.partner("Doorstroompunt Maasdal", PartnerKind::Doorstroompunt).await;
    app.follows(&here, 28);
    let folder = tempfile::tempdir().unwrap();
    let born_on = estafette_db::dutch_day(app.clock().now()) - Days::new(7000);
    let crowded = crowd(600, 28, born_on);
    let spoilt = crowded.replace("Invented 599;", ";");
    fs::write(folder.path().join("204310A04I99XF.csv"), &crowded).unwrap();
    let next: Vec<&str> = spoilt.lines().filter(|line| !line.contains("Invented 7;")).collect();
    fs::write(folder.path().join("204311A04I99XF.csv"), next.join("\n")).unwrap();
    fs::write(folder.path().join("notes.csv"), OCTOBER.replace("BRIN_NR", "SCHOOL")).unwrap();

    let first = import(app.base(), &college, folder.path(), "204310A04I99XF.csv").await;
    assert!(first.contains("2043-10") && first.contains("new 600") && first.contains("ended 0") && first.contains("rejected 0"), "{first}");
    let second = import(app.base(), &college, folder.path(), "204311A04I99XF.csv").await;
    for told in ["new 0", "unchanged 598", "ended 1", "rejected 1", "600 ACHTERNAAM no usable name"] {
        assert!(second.contains(told), "{told}: {second}");
    }
    let unnamed = import(app.base(), &college, folder.path(), "notes.csv").await;
    assert!(unnamed.contains("say the month: --month YYYY-MM"), "{unnamed}");
    fs::rename(folder.path().join("notes.csv"), folder.path().join("204312A04.csv")).unwrap();
    let unknown = import(app.base(), &college, folder.path(), "204312A04.csv").await;
    assert!(unknown.contains("number 1 on, which should be BRIN_NR"), "{unknown}");
    fs::File::create(folder.path().join("204312A14.csv")).unwrap().set_len(100 << 20).unwrap();
    let large = import(app.base(), &college, folder.path(), "204312A14.csv").await;
    assert!(large.contains("is larger than 32 MiB"), "{large}");
});
