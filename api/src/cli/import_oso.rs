//! `estafette import-oso`: dossiers as schools export them, turned into drafts through the API.

use std::path::{Path, PathBuf};

use clap::Args;
use estafette_client::{Client, ImportOptions};
use estafette_contract::{ApplicationReference, CodeList, ImportReport, Transition};
use uuid::Uuid;

use super::{
    client_options::ClientOptions,
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
    /// In a demo: the school that sends, by name or client id
    #[arg(long, value_name = "PARTNER")]
    partner: Option<String>,
    /// The college that receives, by name or id
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
    #[command(flatten)]
    service: ClientOptions,
}

impl ImportOso {
    /// Imports each file; the others go on when one fails.
    pub(super) async fn run(self) -> Outcome {
        let (client, receiver) = self.parties().await?;
        let options = ImportOptions {
            receiver,
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

impl ImportOso {
    /// Who sends, and the id of who receives: in a demo from its file, otherwise from the options and the service.
    async fn parties(&self) -> Outcome<(Client, Uuid)> {
        if let Some(partner) = &self.partner {
            let region = self.region.read()?;
            return Ok((region.client(region.member(partner)?, None, None)?, region.member(&self.receiver)?.id));
        }
        let client = self.service.client(None, None)?;
        let partners = client.partners().await.map_err(|error| because("cannot read the partners", &error))?.items;
        let is = |name: &str, id: Uuid| name.to_lowercase() == self.receiver.to_lowercase() || id.to_string() == self.receiver;
        let receiver = partners.iter().find(|partner| is(&partner.name, partner.id));
        let receiver = receiver.ok_or_else(|| failure(format!("there is no partner {:?} in this region", self.receiver)))?;
        Ok((client, receiver.id))
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
