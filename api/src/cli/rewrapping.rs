//! A change of the wrapping key as it is watched from the command line.

use std::time::Duration;

use estafette_client::{Client, ClientError};
use estafette_contract::{CodeList, NoDetails, WrappingRotationStatus, WrappingRotationView};
use uuid::Uuid;

use super::{
    outcome::{Outcome, because},
    say,
    table::table,
};

/// How long between two looks.
const EVERY: Duration = Duration::from_secs(2);

/// Begins a change and tells how far it is until it is finished; it goes on by itself when this ends before.
pub(super) async fn rotate(client: &Client) -> Outcome {
    let id = client.begin_wrapping_rotation(&NoDetails {}).await.map_err(|error| because(client.base(), &error))?.id;
    say("New data keys are under the new wrapping key from now on. The others follow by themselves, also when you stop watching.");
    watch(client, id).await
}

/// Lists the changes there were.
pub(super) async fn list(client: &Client) -> Outcome {
    let found = client.wrapping_rotations().await.map_err(|error| because(client.base(), &error))?.items;
    say(table(&["from", "to", "status", "data keys", "begun", "old one destroyed"], found.iter().map(line)));
    Ok(())
}

async fn watch(client: &Client, id: Uuid) -> Outcome {
    let (mut told, mut wait) = (String::new(), Duration::ZERO);
    loop {
        tokio::time::sleep(wait).await;
        let now = client.wrapping_rotation(id).await.map_err(|error: ClientError| because(client.base(), &error))?;
        let words = in_words(&now);
        if words != told {
            say(&words);
            told = words;
        }
        if now.status == WrappingRotationStatus::Finished {
            return Ok(());
        }
        wait = EVERY;
    }
}

fn in_words(now: &WrappingRotationView) -> String {
    let WrappingRotationView { from_key, to_key, rewrapped, total, .. } = now;
    match now.status {
        WrappingRotationStatus::Rewrapping => format!("{rewrapped} of {total} data keys are under wrapping key {to_key}"),
        WrappingRotationStatus::Waiting => {
            format!("all {rewrapped} data keys are under wrapping key {to_key}; {from_key} stays a minute for calls that run")
        }
        WrappingRotationStatus::Finished => {
            format!(
                "wrapping key {from_key} is destroyed\nCopy the key folder to its backup now: older backups of the database no longer open."
            )
        }
    }
}

fn line(now: &WrappingRotationView) -> Vec<String> {
    let instant = |at: chrono::DateTime<chrono::Utc>| at.format("%F %T UTC").to_string();
    vec![
        now.from_key.to_string(),
        now.to_key.to_string(),
        now.status.code().to_owned(),
        format!("{} of {}", now.rewrapped, now.total),
        instant(now.begun_at),
        now.finished_at.map(instant).unwrap_or_default(),
    ]
}
