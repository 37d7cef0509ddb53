//! `estafette report`: reports are released by an operator, and read by whoever may.

use std::{fs, path::PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use comfy_table::CellAlignment;
use estafette_contract::{
    CodeList, SchoolYear,
    report::{DaysBetween, NewRelease, ReleaseLine, ReportName, ReportRow, ReportTable, ReportView},
    scope::{ReportsRead, ReportsRelease},
};

use super::{
    operator::Operator,
    outcome::{Outcome, because},
    say,
    table::table,
};

/// Release reports, and read what was released.
#[derive(Debug, Args)]
pub(super) struct Report {
    #[command(subcommand)]
    verb: Verb,
    #[command(flatten)]
    operator: Operator,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Count a school year as it stands now and release its reports
    Release {
        /// The school year, such as 2025-2026
        #[arg(long, value_name = "YEAR")]
        year: SchoolYear,
        /// Below how many learners a number is hidden [default: 10, or what an earlier release of the year has]
        #[arg(long, value_name = "NUMBER")]
        threshold: Option<u32>,
    },
    /// List the releases there are
    List,
    /// Print a report
    Show {
        /// What it is about
        #[arg(value_name = "REPORT")]
        name: Chosen,
        /// The number of the release; without it the latest
        #[arg(long, value_name = "NUMBER")]
        release: Option<i64>,
        /// Write it to a file instead: .html for the page with charts, .csv for lines
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

/// A report by its code.
#[derive(Debug, Clone, Copy)]
struct Chosen(ReportName);

impl ValueEnum for Chosen {
    fn value_variants<'a>() -> &'a [Self] {
        use ReportName as R;
        &[
            Self(R::Flows),
            Self(R::LeadTimes),
            Self(R::Stuck),
            Self(R::Support),
            Self(R::Competencies),
            Self(R::Conversations),
            Self(R::Declines),
            Self(R::Consent),
            Self(R::Outcomes),
            Self(R::Quality),
            Self(R::Aftercare),
            Self(R::Referrals),
            Self(R::WorkLearning),
        ]
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.0.code()).help(self.0.term().en))
    }
}

impl Report {
    /// Does what is asked, and prints the answer.
    pub(super) async fn run(self) -> Outcome {
        match self.verb {
            Verb::Release { year, threshold } => {
                let desk = self.operator.with::<ReportsRelease>()?;
                let made = desk.ask(desk.client.release_reports(&NewRelease { school_year: year, threshold })).await?;
                desk.tell(&made, |made| format!("release {} is made; see estafette report show flows", made.number))
            }
            Verb::List => {
                let desk = self.operator.with::<ReportsRead>()?;
                let found = desk.ask(desk.client.releases()).await?.items;
                let headings = ["release", "school year", "counted on", "hidden below", "sha-256"];
                desk.tell(&found, |found| table(&headings, found.iter().map(line)).to_string())
            }
            Verb::Show { name, release, out } => show(&self.operator, name.0, release, out).await,
        }
    }
}

async fn show(operator: &Operator, name: ReportName, release: Option<i64>, out: Option<PathBuf>) -> Outcome {
    let desk = operator.with::<ReportsRead>()?;
    let Some(file) = out else {
        let view = desk.ask(desk.client.report(name, release)).await?;
        return desk.tell(&view, in_words);
    };
    let is_page = file.extension().is_some_and(|end| end == "html");
    let text = match is_page {
        true => desk.ask(desk.client.report_page(name, release)).await?,
        false => desk.ask(desk.client.report_csv(name, release)).await?,
    };
    fs::write(&file, text).map_err(|error| because(format!("cannot write {}", file.display()), &error))?;
    say(format!("wrote {}", file.display()));
    Ok(())
}

fn line(line: &ReleaseLine) -> Vec<String> {
    let head = &line.head;
    vec![
        head.number.to_string(),
        head.school_year.as_str().to_owned(),
        head.counted_on.to_string(),
        head.threshold.to_string(),
        line.sha256[..16].to_owned(),
    ]
}

/// The tables below one another, numbers to the right; what is hidden is a dot.
fn in_words(view: &ReportView) -> String {
    let head = &view.release;
    let mut words = format!(
        "{}\nrelease {}, school year {}, counted on {}; a dot is hidden: fewer than {} learners, or what they could be computed from\n",
        view.report.term().en,
        head.number,
        head.school_year.as_str(),
        head.counted_on,
        head.threshold
    );
    for (whose, tables) in [("the region", &view.tables), ("your own", &view.own)] {
        for table in tables {
            words += &format!("\n{} – {whose}\n{}\n", table.en, drawn(table));
        }
    }
    words
}

fn drawn(of: &ReportTable) -> String {
    if of.rows.is_empty() {
        return "withheld: too few learners".into();
    }
    let timed = of.term_days.is_some();
    let within = of.term_days.map(|days| format!("≤ {days} d %")).unwrap_or_default();
    let numbers = of.columns.iter().map(|column| column.en.as_str());
    let last = if timed { vec!["median", "p90", within.as_str()] } else { Vec::new() };
    let headings: Vec<&str> = ["", "learners"].into_iter().chain(numbers).chain(last).collect();
    let mut drawn = table::<0>(&[], of.rows.iter().chain(&of.region).map(|row| cells(row, timed)));
    drawn.set_header(headings);
    for column in drawn.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    drawn.to_string()
}

fn cells(row: &ReportRow, timed: bool) -> Vec<String> {
    let shown = |number: Option<u32>| number.map_or_else(|| "·".to_owned(), |number| number.to_string());
    let days = row.days.unwrap_or_default();
    let in_days = |day: Option<u32>, between: Option<DaysBetween>| match between {
        Some(DaysBetween { first_day, last_day: Some(last) }) => format!("{first_day}–{last}"),
        Some(DaysBetween { first_day, last_day: None }) => format!("≥ {first_day}"),
        None => shown(day),
    };
    let medians = || vec![in_days(days.median, days.median_between), in_days(days.p90, days.p90_between), shown(days.within_term)];
    let last = if timed { medians() } else { Vec::new() };
    [row.en.clone(), row.learners.to_string()].into_iter().chain(row.cells.iter().map(|cell| shown(*cell))).chain(last).collect()
}
