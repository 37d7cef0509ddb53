//! `estafette events`: what a partner is told, from the feed.

use std::time::Duration;

use clap::{Args, Subcommand};
use estafette_client::ClientError;
use estafette_contract::{CodeList, Event, Scope, scope::HandoversRead};

use super::{
    client_options::ClientOptions,
    outcome::{Outcome, because},
    say,
};

/// Follow what a partner is told.
#[derive(Debug, Args)]
pub(super) struct Events {
    #[command(subcommand)]
    verb: Verb,
    #[command(flatten)]
    service: ClientOptions,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Print every event as it happens, one a line
    Tail(Tail),
}

#[derive(Debug, Args)]
struct Tail {
    /// Read on after this cursor, as it was printed at the end; from the beginning when absent
    #[arg(long, value_name = "CURSOR", allow_hyphen_values = true)]
    after: Option<String>,
    /// Stop when everything was read, and print the cursor to read on from
    #[arg(long)]
    once: bool,
    /// Print events as JSON
    #[arg(long)]
    json: bool,
    /// Seconds between two looks when there is nothing new
    #[arg(long, value_name = "SECONDS", default_value_t = 2)]
    every: u64,
}

impl Events {
    /// Does what is asked.
    pub(super) async fn run(self) -> Outcome {
        let client = self.service.client(None, Some(HandoversRead::NAME.into()))?;
        let Verb::Tail(tail) = self.verb;
        let mut after = tail.after;
        loop {
            let read = client.events(after.as_deref(), Some(100)).await;
            let page = read.map_err(|error: ClientError| because(client.base(), &error))?;
            for event in &page.items {
                say(line(event, tail.json)?);
            }
            after = Some(page.after);
            if page.more {
                continue;
            }
            if tail.once {
                say(format!("after {}", after.unwrap_or_default()));
                return Ok(());
            }
            tokio::time::sleep(Duration::from_secs(tail.every.max(1))).await;
        }
    }
}

fn line(event: &Event, json: bool) -> Outcome<String> {
    if json {
        return serde_json::to_string(event).map_err(|error| because("cannot write an event as JSON", &error));
    }
    let about = event.subject.map(|handover| format!("  {handover}")).unwrap_or_default();
    Ok(format!("{}  {}{about}", event.time.format("%F %T UTC"), event.kind.code()))
}
