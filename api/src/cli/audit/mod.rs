//! `estafette audit`: whoever does not want to believe the log checks it, and whoever runs it keeps it whole.

mod activities;
mod breach;
mod check;
mod export;
mod files;
mod period;
mod recover;
mod sheet;
mod verify;
mod watch;

use clap::{Args, Subcommand};

use super::{Found, WHERE, outcome::Outcome};

/// Check the log, watch that it is not rewritten, and tell from it who received what.
#[derive(Debug, Args)]
pub(super) struct Audit {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Check files that were fetched before, offline
    Verify(verify::Verify),
    /// Look whether the log still begins with what was seen before, and keep its newest checkpoint
    Watch(watch::Watch),
    /// Fetch the newest checkpoint and the whole tree of hashes into a folder
    Fetch(watch::Fetch),
    /// Write out this partner's own entries, for its privacy officer
    Export(export::Export),
    /// Tell who received what about whom, for a breach notice
    Breach(breach::Breach),
    /// Show the register of processing activities
    Activities(activities::Activities),
    /// Recompute the log of this machine's database: every entry, tile and checkpoint
    #[command(after_help = WHERE)]
    Check(Found),
    /// Go on with the log after an older database was restored
    #[command(after_help = WHERE)]
    Recover(recover::Recover),
}

impl Audit {
    /// Does what is asked.
    pub(super) async fn run(self) -> Outcome {
        match self.verb {
            Verb::Verify(verify) => verify.run(),
            Verb::Watch(watch) => watch.run().await,
            Verb::Fetch(fetch) => fetch.run().await,
            Verb::Export(export) => export.run().await,
            Verb::Breach(breach) => breach.run().await,
            Verb::Activities(activities) => activities.run().await,
            Verb::Check(found) => check::check(&found.settings()?),
            Verb::Recover(recover) => recover.run(),
        }
    }
}
