//! `estafette audit export`: a partner's own entries, for its privacy officer.

use std::{io::Write, path::PathBuf};

use clap::{Args, ValueEnum};
use estafette_client::{Client, PageOptions};
use estafette_contract::{AuditRecord, CodeList, EntrySearch, ProcessingRecordSearch, Scope, Text, scope::AuditRead};
use uuid::Uuid;

use super::{
    super::{
        client_options::ClientOptions,
        outcome::{Outcome, because},
    },
    period::Period,
    sheet,
};

/// Write out this partner's own entries, for its privacy officer.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// As which: a sheet of entries, or records of the Logboek Dataverwerkingen standard, one a line
    #[arg(long = "as", value_enum, default_value_t = Form::Csv)]
    form: Form,
    #[command(flatten)]
    period: Period,
    /// Only what is about this learner, by this partner's own pseudonym
    #[arg(long, value_name = "ID")]
    learner_id: Option<Uuid>,
    /// A name for this export: under another one the records have other pseudonyms
    #[arg(long, value_name = "NAME")]
    export: Option<String>,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    service: ClientOptions,
}

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Comma-separated values, one entry a line.
    Csv,
    /// Records of the Logboek Dataverwerkingen standard, as JSON, one a line.
    Logboek,
}

const HEAD: [&str; 17] = [
    "eventId",
    "happenedAt",
    "act",
    "outcome",
    "ruling",
    "reason",
    "policy",
    "processingActivity",
    "objectKind",
    "object",
    "subject",
    "clientId",
    "professional",
    "role",
    "sections",
    "traceId",
    "spanId",
];

impl Export {
    /// Fetches page after page, and writes it.
    pub(super) async fn run(self) -> Outcome {
        let client = self.service.client(None, Some(AuditRead::NAME.into()))?;
        match self.form {
            Form::Csv => self.entries(&client).await,
            Form::Logboek => self.records(&client).await,
        }
    }

    async fn entries(&self, client: &Client) -> Outcome {
        let (from_at, until_at) = (Some(self.period.from), Some(self.period.until));
        let wanted = EntrySearch { learner_id: self.learner_id, from_at, until_at, ..EntrySearch::default() };
        let (mut all, mut page) = (Vec::new(), first());
        loop {
            let found = client.search_entries(&wanted, &page).await.map_err(|error| because(client.base(), &error))?;
            all.extend(found.items.iter().map(line));
            match found.next_cursor {
                None => return sheet::write(self.output.as_deref(), &HEAD, all),
                cursor => page.cursor = cursor,
            }
        }
    }

    async fn records(&self, client: &Client) -> Outcome {
        let export = self.export.as_ref().map(|name| Text::new(name.as_str())).transpose();
        let export = export.map_err(|fault| because("--export", &fault))?;
        let (from_at, until_at) = (Some(self.period.from), Some(self.period.until));
        let wanted = ProcessingRecordSearch { from_at, until_at, learner_id: self.learner_id, export };
        let (mut out, mut page) = (sheet::open(self.output.as_deref())?, first());
        loop {
            let found = client.processing_records(&wanted, &page).await.map_err(|error| because(client.base(), &error))?;
            for record in &found.items {
                let text = serde_json::to_string(record).map_err(|error| because("cannot write a record", &error))?;
                writeln!(out, "{text}").map_err(|error| because("cannot write the records", &error))?;
            }
            match found.next_cursor {
                None => return out.flush().map_err(|error| because("cannot write the records", &error)),
                cursor => page.cursor = cursor,
            }
        }
    }
}

/// The first page, as long as one can be.
pub(super) fn first() -> PageOptions {
    PageOptions { cursor: None, limit: Some(100) }
}

fn line(record: &AuditRecord) -> Vec<String> {
    let (entry, decision) = (&record.entry, &record.decision);
    let used = record.details.iter().flat_map(|details| &details.grounds);
    let sections: Vec<String> = used.map(|used| format!("{}:{}", used.section, used.ground)).collect();
    vec![
        entry.event_id.to_string(),
        entry.happened_at.to_rfc3339(),
        entry.act.to_string(),
        entry.outcome.to_string(),
        decision.ruling.to_string(),
        decision.reason.clone().unwrap_or_default(),
        decision.policy.clone(),
        entry.processing_activity.to_string(),
        entry.object.kind.to_string(),
        entry.object.reference.clone().unwrap_or_default(),
        entry.subject.clone().unwrap_or_default(),
        entry.actor.client_id.clone(),
        entry.actor.professional.clone().unwrap_or_default(),
        entry.actor.role.map(|role| role.code().to_owned()).unwrap_or_default(),
        sections.join(" "),
        entry.trace_id.clone(),
        entry.span_id.clone(),
    ]
}
