//! `estafette erase --dry-run`: what the next night would erase, as an operator sees it.

use clap::Args;
use estafette_contract::{CodeList, RetentionRuleView, Scope, scope::RetentionRead};

use super::{
    client_options::ClientOptions,
    outcome::{Outcome, because, failure},
    say,
    table::table,
};

/// Show what would be erased because its time is up.
#[derive(Debug, Args)]
pub(super) struct Erase {
    /// Only show it; the service erases by itself, every night
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    service: ClientOptions,
}

impl Erase {
    /// Prints the rules and what each would erase now.
    pub(super) async fn run(self) -> Outcome {
        if !self.dry_run {
            return Err(failure(
                "the service erases by itself, every night: see with --dry-run what would go; a learner is erased by answering their request",
            ));
        }
        let client = self.service.client(None, Some(RetentionRead::NAME.into()))?;
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
    let what = if rule.statuses.is_empty() { "learners" } else { "handovers" };
    vec![
        rule.rule.code().to_owned(),
        rule.rule.term().en.to_owned(),
        codes(rule.statuses.iter().map(|status| status.code()).collect(), "all"),
        codes(rule.sections.iter().map(|section| section.code()).collect(), "all"),
        format!("{days} days {}", rule.since.term().en),
        format!("{} {what}", rule.due),
    ]
}
