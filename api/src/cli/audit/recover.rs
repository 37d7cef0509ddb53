//! `estafette audit recover`: the log goes on after a loss, and says what was lost.

use clap::Args;
use estafette_db::{Clock, Keyring, Store, StoreConfig};

use super::super::{Found, outcome::Outcome, say};
use crate::app::StartError;

/// Go on with the log after an older database was restored.
#[derive(Debug, Args)]
pub(super) struct Recover {
    /// Open the new shard; without it only what was lost is said
    #[arg(long)]
    open_shard: bool,
    #[command(flatten)]
    found: Found,
}

impl Recover {
    /// Says what is missing, and opens the shard that goes on after it when asked to.
    pub(super) fn run(self) -> Outcome {
        let settings = self.found.settings()?;
        let keys = Keyring::open(&settings.keys).map_err(|error| StartError::of(&error))?;
        let config = StoreConfig { address: settings.database.clone(), connections: 1, terms: settings.terms.clone() };
        let store = Store::open(&config, keys, Clock::default()).map_err(|error| StartError::of(&error))?;
        let Some(gap) = store.gap().map_err(|error| StartError::of(&error))? else {
            say("the log goes on where it was; there is nothing to recover");
            return Ok(());
        };
        let lost = gap.signed - gap.kept;
        say(format!("{}: {} entries were signed, {} are in this database, {lost} are lost", gap.of, gap.signed, gap.kept));
        if self.open_shard {
            let gap = store.open_shard().map_err(|error| StartError::of(&error))?;
            say(format!("{} goes on after them, and names the gap", gap.opens));
        } else {
            say(
                "Restore a newer backup if there is one. If not: estafette audit recover --open-shard goes on after the loss, and names it.",
            );
        }
        Ok(())
    }
}
