//! `estafette audit check`: the log recomputed from its entries.

use std::io::{IsTerminal, stderr};

use estafette_db::{Keyring, LogCheck, check_log};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::super::{
    outcome::{Outcome, failure},
    say,
    table::table,
};
use crate::{app::StartError, settings::Settings};

/// Recomputes everything; fails on the first difference.
pub(super) fn check(settings: &Settings) -> Outcome {
    let keys = Keyring::open(&settings.keys).map_err(|error| StartError::of(&error))?;
    let bar = bar();
    let found = check_log(&settings.database, &keys, |done, of| {
        bar.set_length(of);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    let found = found.map_err(|error| StartError::of(&error))?;
    say(table(&["shards", "entries", "checkpoints", "waiting", "differences"], [line(&found)]));
    found.difference.map_or(Ok(()), |difference| Err(failure(format!("the log is not what was signed: {difference}"))))
}

fn line(found: &LogCheck) -> Vec<String> {
    let differences = if found.difference.is_some() { "1, and the rest was not looked at" } else { "0" };
    vec![
        found.shards.to_string(),
        found.entries.to_string(),
        found.checkpoints.to_string(),
        found.waiting.to_string(),
        differences.to_owned(),
    ]
}

fn bar() -> ProgressBar {
    let target = if stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let style = ProgressStyle::with_template("{bar:40} {human_pos} of {human_len} entries, {eta} to go");
    ProgressBar::with_draw_target(None, target).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
