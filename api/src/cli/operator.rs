//! An operator at the command line: calls the service with a key of its own, and reads the answer as a table or as JSON.

use clap::Args;
use estafette_client::{Client, ClientError, PageOptions};
use estafette_contract::{
    ManagedPartnerLine, ProposalStanding, Scope,
    scope::{PartnersManage, PartnersRead},
};
use serde::Serialize;

use super::{
    client_options::ClientOptions,
    outcome::{Failure, Outcome, because, failure},
    say,
};

/// Who calls which service, and how the answer is printed.
#[derive(Debug, Args)]
pub(super) struct Operator {
    /// Print what the service answers, as JSON
    #[arg(long, global = true)]
    json: bool,
    #[command(flatten)]
    service: ClientOptions,
}

impl Operator {
    /// The operator, ready to call the service.
    pub(super) fn at_work(&self) -> Outcome<Desk> {
        self.desk(self.service.client(None, Some(PartnersManage::NAME.into()))?)
    }

    /// Anybody, who reads what is served to all.
    pub(super) fn as_anybody(&self) -> Outcome<Desk> {
        self.desk(self.service.anybody()?)
    }

    /// An operator who reads what every partner may read.
    pub(super) fn as_reader(&self) -> Outcome<Desk> {
        self.desk(self.service.client(None, Some(PartnersRead::NAME.into()))?)
    }

    /// Whoever holds this scope, at work with it.
    pub(super) fn with<S: Scope>(&self) -> Outcome<Desk> {
        self.desk(self.service.client(None, Some(S::NAME.into()))?)
    }

    fn desk(&self, client: Client) -> Outcome<Desk> {
        Ok(Desk { client, json: self.json })
    }
}

/// An operator's way to the service and to the terminal.
pub(super) struct Desk {
    /// The way to the service.
    pub(super) client: Client,
    json: bool,
}

impl Desk {
    /// Waits for an answer; a refusal is told with every field that is wrong.
    pub(super) async fn ask<T>(&self, call: impl Future<Output = Result<T, ClientError>>) -> Outcome<T> {
        call.await.map_err(|error| self.told(&error))
    }

    fn told(&self, error: &ClientError) -> Failure {
        let base = self.client.base();
        match error {
            ClientError::Refused(problem) if !problem.errors.is_empty() => {
                let errors = problem.errors.iter().map(|error| format!("{} {}", error.pointer, error.detail).trim().to_owned());
                failure(format!("{base}: {}", errors.collect::<Vec<_>>().join("; ")))
            }
            _ => because(base, error),
        }
    }

    /// Prints an answer, in words unless JSON was asked for.
    pub(super) fn tell<T: Serialize>(&self, answer: &T, in_words: impl FnOnce(&T) -> String) -> Outcome {
        if self.json {
            say(serde_json::to_string_pretty(answer).map_err(|error| because("cannot write the answer as JSON", &error))?);
        } else {
            say(in_words(answer));
        }
        Ok(())
    }

    /// Prints that something waits for another operator, and how that one confirms it.
    pub(super) fn tell_proposed(&self, what: &str, standing: &ProposalStanding) -> Outcome {
        self.tell(standing, |standing| {
            format!(
                "proposed {what}\nIt waits for another operator, who compares what estafette proposal list shows and then runs:\n  \
                 estafette proposal confirm {} --server {} --client THEIR-ID --key THEIR-KEY-FILE",
                standing.id,
                self.client.base()
            )
        })
    }

    /// All partners, page by page.
    pub(super) async fn partners(&self) -> Outcome<Vec<ManagedPartnerLine>> {
        let (mut all, mut page) = (Vec::new(), PageOptions { cursor: None, limit: Some(100) });
        loop {
            let found = self.ask(self.client.managed_partners(&page)).await?;
            all.extend(found.items);
            match found.next_cursor {
                None => return Ok(all),
                cursor => page.cursor = cursor,
            }
        }
    }

    /// The partner with this client id or id.
    pub(super) async fn partner(&self, wanted: &str) -> Outcome<ManagedPartnerLine> {
        let found = self.partners().await?.into_iter().find(|line| line.client_id == wanted || line.id.to_string() == wanted);
        found.ok_or_else(|| failure(format!("there is no partner {wanted:?}: see estafette partner list")))
    }
}
