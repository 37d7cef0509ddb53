//! `estafette import-vsv`: DUO's monthly file of drop-outs, read line by line and sent in parts through the API.

mod parts;

use std::path::PathBuf;

use clap::Args;
use estafette_client::{Client, VsvOptions};
use estafette_contract::{CodeList, InputFault, Month, VsvRejected, VsvReport};
use uuid::Uuid;

use super::{
    client_options::ClientOptions,
    outcome::{Outcome, because, failure},
    progress::Progress,
    region_file::DataDir,
    say,
    table::table,
};
use parts::Parts;

/// How many rejected lines are printed; the rest is counted.
const SHOWN: usize = 100;

/// Import DUO's monthly file of drop-outs and print what became of each line.
#[derive(Debug, Args)]
pub(super) struct ImportVsv {
    /// The monthly file (A04 or A14), such as 202310A04I27GZ.csv
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The month the file is of, as YYYY-MM, when its name does not say it
    #[arg(long, value_name = "MONTH", value_parser = |text: &str| Month::new(text).map_err(InputFault::sentence))]
    month: Option<Month>,
    /// In a demo: the college or Doorstroompunt that imports, by name or client id
    #[arg(long, value_name = "PARTNER")]
    partner: Option<String>,
    #[command(flatten)]
    region: DataDir,
    #[command(flatten)]
    service: ClientOptions,
}

impl ImportVsv {
    /// Imports the file; broken off half-way, it is simply done over.
    pub(super) async fn run(self) -> Outcome {
        let month = self.month.clone().or_else(|| named(&self.file)).ok_or_else(|| failure("say the month: --month YYYY-MM"))?;
        let client = self.client()?;
        let mut parts = Parts::open(&self.file)?;
        let progress = Progress::of("reading the file", parts.bytes());
        let mut options = VsvOptions { import: Some(Uuid::now_v7()), ..VsvOptions::whole(month) };
        let mut whole: Option<VsvReport> = None;
        while let Some(part) = parts.part()? {
            (options.more, options.first_line) = (part.more, part.first_line);
            let read = part.bytes;
            let report = client.import_vsv(part.body, &options).await.map_err(|error| because(self.file.display(), &error))?;
            progress.steps(read);
            whole = Some(match whole {
                Some(before) => joined(before, report),
                None => report,
            });
        }
        progress.done();
        whole.as_ref().map(tell).ok_or_else(|| failure(format!("{} is empty", self.file.display())))
    }

    fn client(&self) -> Outcome<Client> {
        let Some(partner) = &self.partner else { return self.service.client(None, None) };
        let region = self.region.read()?;
        region.client(region.member(partner)?, None, None)
    }
}

/// The month in the name of a file as DUO gives it: `202310A04I27GZ.csv`.
fn named(file: &std::path::Path) -> Option<Month> {
    let name = file.file_name()?.to_str()?;
    let (year, month) = (name.get(..4)?, name.get(4..6)?);
    Month::new(format!("{year}-{month}")).ok()
}

/// The report of a file of which another part was taken in.
fn joined(mut before: VsvReport, part: VsvReport) -> VsvReport {
    before.new.extend(part.new);
    before.updated.extend(part.updated);
    before.unchanged.extend(part.unchanged);
    before.rejected.extend(part.rejected);
    VsvReport { ended: part.ended, ending_withheld: part.ending_withheld, ..before }
}

fn tell(report: &VsvReport) {
    let counted = [
        ("new", report.new.len()),
        ("updated", report.updated.len()),
        ("unchanged", report.unchanged.len()),
        ("ended", report.ended as usize),
        ("rejected", report.rejected.len()),
    ];
    say(table(&["lines", report.month.as_str()], counted.map(|(what, lines)| vec![what.to_owned(), lines.to_string()])));
    if report.ending_withheld {
        say("Nothing was ended: of a rejected line it cannot be said whose it is.");
    }
    if !report.rejected.is_empty() {
        say(table(&["line", "column", "rejected because"], report.rejected.iter().take(SHOWN).map(rejected)));
    }
    if report.rejected.len() > SHOWN {
        say(format!("and {} more", report.rejected.len() - SHOWN));
    }
}

fn rejected(line: &VsvRejected) -> Vec<String> {
    vec![line.line.to_string(), line.column.clone().unwrap_or_default(), line.reason.term().en.to_owned()]
}
