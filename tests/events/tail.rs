//! `estafette events tail`: the feed on the command line.

use std::{fs, os::unix::fs::PermissionsExt};

use estafette_tests::{
    harness::{binary::printed, scene::Leg},
    story,
};

story!(the_feed_is_followed_on_the_command_line, |app| {
    let leg = Leg::offered(&app).await;
    app.store().number_events().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("school.pem");
    fs::write(&key, leg.school.credentials.key.to_pem().unwrap()).unwrap();
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    let (server, client) = (app.base().to_owned(), leg.school.credentials.client_id.clone());
    let tail = move |more: Vec<String>| {
        let (folder, server, client, key) = (folder.path().to_owned(), server.clone(), client.clone(), key.clone());
        let printing = tokio::task::spawn_blocking(move || {
            let fixed = ["events", "tail", "--once", "--server", &server, "--client", &client, "--key", key.to_str().unwrap()];
            printed(&folder, &fixed.into_iter().chain(more.iter().map(String::as_str)).collect::<Vec<_>>())
        });
        async move { printing.await.unwrap() }
    };
    let said = tail(Vec::new()).await;
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 5, "{said}");
    assert!(lines[3].contains("nl.estafette.handover.offered") && lines[3].ends_with(&leg.handover.to_string()), "{said}");
    let after = lines[4].strip_prefix("after ").unwrap().to_owned();
    let said = tail(vec!["--after".into(), after]).await;
    assert!(said.starts_with("after ") && said.lines().count() == 1, "{said}");
    let said = tail(vec!["--json".into()]).await;
    let event: estafette_contract::Event = serde_json::from_str(said.lines().next().unwrap()).unwrap();
    assert_eq!(event.subject, Some(leg.handover));
});
