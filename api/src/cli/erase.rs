//! `estafette erase --dry-run`: what the next night would erase, as an operator sees it; or what granting a request would, as its sender does.

use clap::Args;
use estafette_client::Client;
use estafette_contract::{
    CodeList, ErasurePreview, RetentionRuleView, Scope,
    scope::{ConsentsWrite, RetentionRead},
};
use uuid::Uuid;

use super::{
    client_options::ClientOptions,
    outcome::{Outcome, because, failure},
    say,
    table::table,
};

/// Show what would be erased: because its time is up, or by granting a learner's request.
#[derive(Debug, Args)]
pub(super) struct Erase {
    /// Only show it; the service erases by itself, every night
    #[arg(long)]
    dry_run: bool,
    /// Show what granting a request would erase: the handover it was made at
    #[arg(long, value_name = "ID", requires = "request")]
    handover: Option<Uuid>,
    /// The request to erase, as the list of requests names it
    #[arg(long, value_name = "ID", requires = "handover")]
    request: Option<Uuid>,
    #[command(flatten)]
    service: ClientOptions,
}

impl Erase {
    /// Prints what would go.
    pub(super) async fn run(self) -> Outcome {
        if !self.dry_run {
            return Err(failure(
                "the service erases by itself, every night: see with --dry-run what would go; a learner is erased by answering their request",
            ));
        }
        match (self.handover, self.request) {
            (Some(handover), Some(request)) => {
                let client = self.service.client(None, Some(ConsentsWrite::NAME.into()))?;
                let found = client.preview_erasure(handover, request).await.map_err(|error| because(client.base(), &error))?;
                say(table(&["what", ""], lines(&found)));
                Ok(())
            }
            _ => Self::by_rules(&self.service.client(None, Some(RetentionRead::NAME.into()))?).await,
        }
    }

    async fn by_rules(client: &Client) -> Outcome {
        let found = client.retention_rules().await.map_err(|error| because(client.base(), &error))?;
        say(table(&["rule", "what", "handovers in", "sections", "kept for", "would go now"], found.items.iter().map(line)));
        match found.purged_on {
            Some(night) => say(format!("carried out last on the night of {night}")),
            None => say("never carried out yet"),
        }
        Ok(())
    }
}

fn line(rule: &RetentionRuleView) -> Vec<String> {
    let codes = |codes: Vec<&str>, none: &str| if codes.is_empty() { none.to_owned() } else { codes.join(", ") };
    let days = rule.length.trim_start_matches('P').trim_end_matches('D');
    vec![
        rule.rule.code().to_owned(),
        rule.rule.term().en.to_owned(),
        codes(rule.statuses.iter().map(|status| status.code()).collect(), "–"),
        codes(rule.sections.iter().map(|section| section.code()).collect(), "all"),
        format!("{days} days {}", rule.since.term().en),
        format!("{} × {}", rule.due, rule.of.term().en),
    ]
}

fn lines(found: &ErasurePreview) -> [Vec<String>; 5] {
    let sections = |all: &[estafette_contract::Section]| listed(all.iter().map(|section| section.term().en));
    let everything = if found.everything { "the learner's data key, and with it every name, text and section" } else { "–" };
    [
        vec!["sections that go".into(), sections(&found.sections)],
        vec!["of which the receiver is told".into(), sections(&found.receiver_told)],
        vec!["handovers that end".into(), listed(found.ends.iter().map(Uuid::to_string))],
        vec!["besides".into(), everything.into()],
        vec!["what stays".into(), listed(found.stays.iter().map(|stays| stays.term().en))],
    ]
}

fn listed<T: Into<String>>(all: impl Iterator<Item = T>) -> String {
    let all: Vec<String> = all.map(Into::into).collect();
    if all.is_empty() { "–".to_owned() } else { all.join("\n") }
}
