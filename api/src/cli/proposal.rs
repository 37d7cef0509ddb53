//! `estafette proposal`: what one operator proposed for a partner and another decides on.

use clap::{Args, Subcommand};
use estafette_client::PageOptions;
use estafette_contract::{CodeList, NoDetails, ProposalStatus, ProposalView, ProposedKey};
use uuid::Uuid;

use super::{
    matrix,
    operator::{Desk, Operator},
    outcome::Outcome,
    table::table,
};

/// List, confirm or reject what operators proposed.
#[derive(Debug, Args)]
pub(super) struct Proposal {
    #[command(subcommand)]
    verb: Verb,
    #[command(flatten)]
    operator: Operator,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List the proposals that wait for another operator
    List {
        /// Those that were decided on or expired too
        #[arg(long)]
        all: bool,
    },
    /// Confirm what another operator proposed, and have it done
    Confirm(Named),
    /// Reject a proposal, or take back your own
    Reject(Named),
}

/// Which proposal.
#[derive(Debug, Args)]
struct Named {
    /// The proposal, by its id
    #[arg(value_name = "PROPOSAL")]
    id: Uuid,
}

impl Proposal {
    /// Does what is asked, and prints the answer.
    pub(super) async fn run(self) -> Outcome {
        let desk = self.operator.at_work()?;
        let standing = match self.verb {
            Verb::List { all } => return list(&desk, all).await,
            Verb::Confirm(named) => desk.ask(desk.client.confirm_proposal(named.id, &NoDetails {})).await?,
            Verb::Reject(named) => desk.ask(desk.client.reject_proposal(named.id, &NoDetails {})).await?,
        };
        desk.tell(&standing, |standing| format!("proposal {}: {}", standing.id, standing.status.term().en))
    }
}

async fn list(desk: &Desk, all: bool) -> Outcome {
    let mut found = proposals(desk).await?;
    found.retain(|proposal| all || proposal.status == ProposalStatus::Open);
    desk.tell(&found, |found| match found.as_slice() {
        [] => "nothing waits for another operator".to_owned(),
        found => found.iter().map(sheet).collect::<Vec<_>>().join("\n"),
    })
}

async fn proposals(desk: &Desk) -> Outcome<Vec<ProposalView>> {
    let (mut found, mut page) = (Vec::new(), PageOptions { cursor: None, limit: Some(100) });
    loop {
        let answer = desk.ask(desk.client.proposals(&page)).await?;
        found.extend(answer.items);
        match answer.next_cursor {
            None => return Ok(found),
            cursor => page.cursor = cursor,
        }
    }
}

/// A proposal on a sheet of its own, with what is to be compared.
fn sheet(proposal: &ProposalView) -> String {
    let status = match proposal.status {
        ProposalStatus::Open => format!("open until {}", proposal.expires_at.format("%F %T UTC")),
        decided => format!("{}{}", decided.code(), proposal.decided_by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default()),
    };
    let told = [
        ("partner", Some(&proposal.client_id)),
        ("scope", proposal.scope.as_ref()),
        ("reason", proposal.reason.as_ref()),
        ("keys at", proposal.jwks_uri.as_ref()),
        ("certificate", proposal.certificate.as_ref()),
    ];
    let told = told.into_iter().filter_map(|(name, value)| Some((name, value?.clone())));
    let told = told.chain(proposal.rmc_region.map(|region| ("rmc region", region.to_string())));
    let cells = proposal.matrix.iter().flat_map(matrix::told);
    let keys = proposal.keys.iter().map(|key| ("key", in_words(key)));
    let last = [("proposed by", proposal.proposed_by.clone()), ("status", status)];
    let rows = std::iter::once(("to", proposal.kind.term().en.to_owned())).chain(told).chain(keys).chain(cells).chain(last);
    table(&["proposal", &proposal.id.to_string()], rows.map(|(name, value)| vec![name.to_owned(), value])).to_string()
}

fn in_words(key: &ProposedKey) -> String {
    let named = if key.kid == key.thumbprint { String::new() } else { format!("{}, ", key.kid) };
    format!("{named}{} with thumbprint {}", key.alg, key.thumbprint)
}
