//! `estafette audit`: whoever does not want to believe the log checks it, and whoever runs it keeps it whole.

mod check;
mod files;
mod recover;
mod verify;
mod watch;

use clap::{Args, Subcommand};

use super::{Found, WHERE, outcome::Outcome};

/// Check the log: a proof, a tree, the whole database; watch that it is not rewritten.
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
            Verb::Check(found) => check::check(&found.settings()?),
            Verb::Recover(recover) => recover.run(),
        }
    }
}
