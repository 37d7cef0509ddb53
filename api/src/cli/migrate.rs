//! `estafette migrate`: the schema brought up to date, before the processes that serve are replaced.

use estafette_db::Store;

use super::{outcome::Outcome, say, table::table};
use crate::{app::StartError, settings::Settings};

/// Runs what was not run yet and prints it.
pub(super) fn migrate(settings: &Settings) -> Outcome {
    let ran = Store::migrate(&settings.database).map_err(|error| StartError::of(&error))?;
    if ran.is_empty() {
        say("up to date");
    } else {
        say(table(&["migration"], ran.into_iter().map(|name| vec![name])));
    }
    Ok(())
}
