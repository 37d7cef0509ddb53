//! `estafette import-oso`: dossiers as schools export them, turned into drafts through the API.

use std::path::{Path, PathBuf};

use clap::Args;
use estafette_client::{Client, ImportOptions};
use estafette_contract::{ApplicationReference, CodeList, ImportReport, Transition};

use super::{
    outcome::{Outcome, because, failure},
    region_file::DataDir,
    say, say_wrong,
    table::table,
};

/// Turn OSO dossiers into drafts and print what became of each part.
#[derive(Debug, Args)]
pub(super) struct ImportOso {
    /// The dossiers, in XML
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The school that sends, by name or client id
    #[arg(long, value_name = "PARTNER")]
    partner: String,
    /// The college that receives, by name, client id or id
    #[arg(long, value_name = "PARTNER")]
    receiver: String,
    /// The transition, for dossiers that do not say it themselves
    #[arg(long = "as", value_name = "TRANSITION")]
    transition: Option<Transition>,
    /// Take in what concerns health; only when the receiver needs it
    #[arg(long)]
    with_health: bool,
    /// The receiving school's own reference to the application
    #[arg(long, value_name = "REFERENCE")]
    application_reference: Option<ApplicationReference>,
    #[command(flatten)]
    region: DataDir,
}

impl ImportOso {
    /// Imports each file; the others go on when one fails.
    pub(super) async fn run(self) -> Outcome {
        let region = self.region.read()?;
        let client = region.client(region.member(&self.partner)?, None, None)?;
        let options = ImportOptions {
            receiver: region.member(&self.receiver)?.id,
            transition: self.transition,
            with_health: self.with_health,
            application_reference: self.application_reference.as_ref().map(ToString::to_string),
        };
        let mut failed = 0;
        for file in &self.files {
            if let Err(why) = import(&client, file, &options).await {
                say_wrong(&why.to_string());
                failed += 1;
            }
        }
        if failed == 0 { Ok(()) } else { Err(failure(format!("{failed} of {} dossiers not imported", self.files.len()))) }
    }
}

async fn import(client: &Client, file: &Path, options: &ImportOptions) -> Outcome {
    let dossier = std::fs::read(file).map_err(|error| because(format!("cannot read {}", file.display()), &error))?;
    let report = client.import_oso(dossier, options).await.map_err(|error| because(file.display(), &error))?;
    say(format!("{}: {} became draft {}", file.display(), report.dossier_kind, report.id));
    say(lines(&report));
    Ok(())
}

fn lines(report: &ImportReport) -> comfy_table::Table {
    let rows = report.lines.iter().map(|line| {
        let section = line.section.map(CodeList::code).unwrap_or_default();
        vec![line.part.clone(), line.fate.code().into(), section.into(), line.detail.clone()]
    });
    table(&["part", "fate", "section", "detail"], rows)
}
