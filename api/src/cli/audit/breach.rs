//! `estafette audit breach`: who received what about whom, which a notice of a breach has to say.

use std::{collections::BTreeMap, path::PathBuf};

use chrono::{DateTime, Utc};
use clap::Args;
use estafette_client::Client;
use estafette_contract::{Disclosure, DisclosureSearch, Scope, Text, TimeZone, scope::DisclosuresRead};
use uuid::Uuid;

use super::{
    super::{
        client_options::ClientOptions,
        outcome::{Outcome, because},
        say,
        table::table,
    },
    export::first,
    period::Period,
    sheet,
};

/// Tell who received what about whom, for a breach notice.
#[derive(Debug, Args)]
pub(super) struct Breach {
    #[command(flatten)]
    period: Period,
    /// Only what this partner received
    #[arg(long, value_name = "ID")]
    partner: Option<Uuid>,
    /// Only about this person; may be given more than once. A partner names learners by its own pseudonyms, an operator by the references
    /// that this command tells
    #[arg(long = "person-id", value_name = "ID", allow_hyphen_values = true)]
    persons: Vec<String>,
    /// Write comma-separated values instead of a table
    #[arg(long)]
    csv: bool,
    /// Write them to this file instead of standard output
    #[arg(long, value_name = "FILE", requires = "csv")]
    output: Option<PathBuf>,
    #[command(flatten)]
    service: ClientOptions,
}

/// What one receiver got about one person by one act.
#[derive(Debug)]
struct Received {
    receiver: String,
    person: String,
    act: String,
    sections: Vec<String>,
    times: usize,
    first: DateTime<Utc>,
    last: DateTime<Utc>,
}

const HEAD: [&str; 7] = ["receiver", "person", "act", "sections", "times", "first", "last"];

impl Breach {
    /// Looks it up, and tells it receiver by receiver.
    pub(super) async fn run(self) -> Outcome {
        let client = self.service.client(None, Some(DisclosuresRead::NAME.into()))?;
        let all = gathered(&self.disclosures(&client).await?);
        if self.csv {
            return sheet::write(self.output.as_deref(), &HEAD, all.iter().map(|one| one.line(|at| at.to_rfc3339())));
        }
        let persons: std::collections::BTreeSet<&str> = all.iter().map(|one| one.person.as_str()).collect();
        let clock = |at| TimeZone::NETHERLANDS.clock_at(at);
        say(table(&HEAD, all.iter().map(|one| one.line(clock))));
        say(format!("{} persons; times are those of the Netherlands", persons.len()));
        Ok(())
    }

    async fn disclosures(&self, client: &Client) -> Outcome<Vec<Disclosure>> {
        let persons = self.persons.iter().map(|person| Text::new(person.as_str())).collect::<Result<_, _>>();
        let wanted = DisclosureSearch {
            from_at: self.period.from,
            until_at: self.period.until,
            receiver_id: self.partner,
            person_ids: persons.map_err(|fault| because("--person-id", &fault))?,
        };
        let (mut all, mut page) = (Vec::new(), first());
        loop {
            let found = client.disclosures(&wanted, &page).await.map_err(|error| because(client.base(), &error))?;
            all.extend(found.items);
            match found.next_cursor {
                None => return Ok(all),
                cursor => page.cursor = cursor,
            }
        }
    }
}

/// One line for each receiver, person and act, in that order.
fn gathered(all: &[Disclosure]) -> Vec<Received> {
    let mut lines: BTreeMap<(String, String, String), Received> = BTreeMap::new();
    for one in all {
        let (receiver, act) = (one.receiver.name.to_string(), one.act.to_string());
        let line = lines.entry((receiver.clone(), one.person_id.clone(), act.clone())).or_insert_with(|| Received {
            receiver,
            person: one.person_id.clone(),
            act,
            sections: Vec::new(),
            times: 0,
            first: one.happened_at,
            last: one.happened_at,
        });
        line.times += 1;
        (line.first, line.last) = (line.first.min(one.happened_at), line.last.max(one.happened_at));
        let sections = one.sections.iter().map(|used| format!("{} ({})", used.section, used.ground));
        line.sections.extend(sections);
        line.sections.sort_unstable();
        line.sections.dedup();
    }
    lines.into_values().collect()
}

impl Received {
    fn line(&self, clock: impl Fn(DateTime<Utc>) -> String) -> Vec<String> {
        let (receiver, person, act) = (self.receiver.clone(), self.person.clone(), self.act.clone());
        vec![receiver, person, act, self.sections.join(", "), self.times.to_string(), clock(self.first), clock(self.last)]
    }
}
