//! `estafette matrix`: the exchange matrix, as a privacy officer reads and amends it and operators adopt it.

use std::{fs, path::PathBuf};

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use estafette_contract::{
    CellDifference, CodeList, ExchangeMatrix, Matrix as Indexed, MatrixCell, MatrixColumn, MatrixLine, NewAdoption, ProposedMatrix, Text,
};

use super::{
    operator::Operator,
    outcome::{Outcome, because, failure},
    say,
    table::table,
};

/// Show, compare and adopt the exchange matrix.
#[derive(Debug, Args)]
pub(super) struct Matrix {
    #[command(subcommand)]
    verb: Verb,
    #[command(flatten)]
    operator: Operator,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Print a matrix as a document to amend
    Show {
        /// The version; without it the one in force
        #[arg(value_name = "VERSION")]
        version: Option<String>,
    },
    /// List the matrices there are, with who signed each of them and when
    List,
    /// Say in which cells a document differs from the matrix in force, and what stands in the way of adopting it
    Diff {
        /// The document
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Propose a document that the privacy officer signed; it holds once another operator confirms it
    Adopt(Adoption),
}

/// A document, and who signed it.
#[derive(Debug, Args)]
struct Adoption {
    /// The document
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The privacy officer who signed it
    #[arg(long, value_name = "NAME")]
    signed_by: String,
    /// The day it was signed
    #[arg(long, value_name = "YYYY-MM-DD")]
    signed_on: NaiveDate,
}

impl Matrix {
    /// Does what is asked, and prints the answer.
    pub(super) async fn run(self) -> Outcome {
        match self.verb {
            Verb::Show { version } => show(&self.operator, version).await,
            Verb::List => {
                let desk = self.operator.as_reader()?;
                let found = desk.ask(desk.client.exchange_matrices()).await?.items;
                desk.tell(&found, |found| table(&["version", "holds from", "signed by", "on", ""], found.iter().map(line)).to_string())
            }
            Verb::Diff { file } => diff(&self.operator, &file).await,
            Verb::Adopt(adoption) => adopt(&self.operator, adoption).await,
        }
    }
}

async fn show(operator: &Operator, version: Option<String>) -> Outcome {
    let desk = operator.as_anybody()?;
    let matrix = match version {
        Some(version) => desk.ask(desk.client.exchange_matrix_of(&version)).await?,
        None => desk.ask(desk.client.exchange_matrix()).await?,
    };
    say(document(&matrix).map_err(|error| because("cannot write the matrix as JSON", &error))?);
    Ok(())
}

async fn diff(operator: &Operator, file: &PathBuf) -> Outcome {
    let desk = operator.as_anybody()?;
    let (amended, in_force) = (read(file)?, desk.ask(desk.client.exchange_matrix()).await?);
    let problems = amended.problems();
    let heading = format!("from {} to {}", in_force.version, amended.version);
    let differences = Indexed::new(in_force).differences(&Indexed::new(amended));
    desk.tell(&differences, |differences| match differences.as_slice() {
        [] => format!("{heading}: no cell differs"),
        some => table(&[&heading, "section", "was", "becomes"], some.iter().map(cells)).to_string(),
    })?;
    match problems.as_slice() {
        [] => Ok(()),
        some => {
            let told = some.iter().map(|problem| format!("{} {}", problem.pointer, problem.detail));
            Err(failure(format!("{} cannot be adopted: {}", file.display(), told.collect::<Vec<_>>().join("; "))))
        }
    }
}

async fn adopt(operator: &Operator, adoption: Adoption) -> Outcome {
    let desk = operator.at_work()?;
    let matrix = read(&adoption.file)?;
    let what = format!("the exchange matrix {}", matrix.version);
    let signed_by = Text::new(adoption.signed_by).map_err(|error| because("--signed-by", &error))?;
    let new = NewAdoption { matrix, signed_by, signed_on: adoption.signed_on };
    let standing = desk.ask(desk.client.propose_matrix(&new)).await?;
    desk.tell_proposed(&what, &standing)
}

fn read(file: &PathBuf) -> Outcome<ExchangeMatrix> {
    let told = |error: &dyn std::error::Error| because(format!("cannot read {}", file.display()), error);
    serde_json::from_str(&fs::read_to_string(file).map_err(|error| told(&error))?).map_err(|error| told(&error))
}

/// The document with a line for every cell, so that an amendment is a line too.
fn document(matrix: &ExchangeMatrix) -> serde_json::Result<String> {
    let columns = matrix.columns.iter().map(column).collect::<serde_json::Result<Vec<_>>>()?.join(",\n");
    let (version, valid_from) = (serde_json::to_string(&matrix.version)?, serde_json::to_string(&matrix.valid_from)?);
    Ok(format!("{{\n  \"version\": {version},\n  \"validFrom\": {valid_from},\n  \"columns\": [\n{columns}\n  ]\n}}"))
}

fn column(column: &MatrixColumn) -> serde_json::Result<String> {
    let cells = column.cells.iter().map(serde_json::to_string).collect::<serde_json::Result<Vec<_>>>()?.join(",\n        ");
    let (transitions, receivers) = (serde_json::to_string(&column.transitions)?, serde_json::to_string(&column.receivers)?);
    Ok(format!(
        "    {{\n      \"transitions\": {transitions},\n      \"receivers\": {receivers},\n      \"cells\": [\n        {cells}\n      ]\n    }}"
    ))
}

fn line(matrix: &MatrixLine) -> Vec<String> {
    let signed_by = matrix.signed_by.clone().unwrap_or_else(|| "came with the release".into());
    let signed_on = matrix.signed_on.map(|day| day.to_string()).unwrap_or_default();
    let standing = if matrix.in_force { "in force" } else { "" };
    vec![matrix.version.to_string(), matrix.valid_from.to_string(), signed_by, signed_on, standing.into()]
}

fn cells(difference: &CellDifference) -> Vec<String> {
    let way = format!("{} to {}", difference.transition, difference.receiver);
    vec![way, difference.before.section.to_string(), in_words(difference.before), in_words(difference.after)]
}

fn in_words(cell: MatrixCell) -> String {
    let told = [(true, cell.ground.code()), (cell.necessity, "necessity written"), (cell.own_text_only, "own text only")];
    told.into_iter().filter_map(|(said, words)| said.then_some(words)).collect::<Vec<_>>().join(", ")
}

/// What an operator compares who decides on a matrix.
pub(super) fn told(matrix: &ProposedMatrix) -> Vec<(&'static str, String)> {
    let ProposedMatrix { version, valid_from, signed_by, signed_on, differences } = matrix;
    let head = ("matrix", format!("{version}, holds from {valid_from}, signed by {signed_by} on {signed_on}"));
    let cells = differences.iter().map(|difference| ("cell", cells(difference).join(" | ")));
    std::iter::once(head).chain(cells).collect()
}
