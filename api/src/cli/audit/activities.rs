//! `estafette audit activities`: the register of processing activities, also as a sheet that an assessment of risks begins with.

use std::path::PathBuf;

use clap::Args;
use estafette_contract::{ActivityView, CodeList, Language};

use super::{
    super::{
        client_options::Server,
        outcome::{Outcome, because},
        say,
        table::table,
    },
    sheet,
};

/// Show the register of processing activities.
#[derive(Debug, Args)]
pub(super) struct Activities {
    /// Write all of it as comma-separated values
    #[arg(long)]
    csv: bool,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE", requires = "csv")]
    output: Option<PathBuf>,
    /// In which language: nl or en
    #[arg(long, value_name = "LANGUAGE", default_value = "nl", value_parser = language)]
    language: Language,
    #[command(flatten)]
    server: Server,
}

fn language(code: &str) -> Result<Language, String> {
    Language::from_code(code).ok_or_else(|| "give nl or en".to_owned())
}

const HEAD: [&str; 13] = [
    "activity",
    "name",
    "purpose",
    "controller",
    "processor",
    "ground",
    "dataSubjects",
    "categories",
    "specialCategories",
    "recipients",
    "retention",
    "measures",
    "acts",
];

impl Activities {
    /// Fetches the register and shows it.
    pub(super) async fn run(self) -> Outcome {
        let client = self.server.anonymous()?;
        let register = client.processing_activities().await.map_err(|error| because(client.base(), &error))?;
        let lines = register.items.iter().map(|item| line(item, self.language));
        if self.csv {
            return sheet::write(self.output.as_deref(), &HEAD, lines);
        }
        let short = lines.map(|line| [0, 3, 4, 5].map(|at| line[at].clone()).to_vec());
        say(table(&["activity", "controller", "processor", "ground"], short));
        Ok(())
    }
}

fn line(item: &ActivityView, language: Language) -> Vec<String> {
    let told = [
        &item.name,
        &item.purpose,
        &item.controller,
        &item.processor,
        &item.ground,
        &item.data_subjects,
        &item.categories,
        &item.recipients,
        &item.retention,
        &item.measures,
    ];
    let mut cells: Vec<String> = told.iter().map(|said| if language == Language::Nl { said.nl.clone() } else { said.en.clone() }).collect();
    cells.insert(0, item.activity.to_string());
    cells.insert(8, item.special_categories.to_string());
    cells.push(item.acts.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "));
    cells
}
