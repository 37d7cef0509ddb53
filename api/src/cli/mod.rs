//! The command line: one file a verb.

mod audit;
mod client_options;
mod demo;
mod erase;
mod events;
mod import_oso;
mod import_vsv;
mod init;
mod key_file;
mod keys;
mod matrix;
mod migrate;
mod new_key;
mod operator;
mod outcome;
mod partner;
mod progress;
mod proposal;
mod region_file;
mod report;
mod rewrapping;
mod serve;
mod table;
mod token;

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand, error::ErrorKind};

use crate::settings::{Flags, Settings};
use outcome::{Outcome, say};

/// Warm handovers in Dutch vocational education: nobody lets go before the next one holds on.
#[derive(Debug, Parser)]
#[command(name = "estafette", version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Serve the API
    #[command(after_help = WHERE)]
    Serve(Found),
    /// Bring the database up to date and say what ran
    #[command(after_help = WHERE)]
    Migrate(Found),
    /// Make the keys, the database and the first two operators
    #[command(after_help = WHERE)]
    Init(Found),
    /// Start a complete invented region on this machine and print what to try
    Demo(demo::Demo),
    /// Print an access token
    Token(token::Token),
    /// See to the keys that access tokens are signed with, and rotate the one that data keys are wrapped under
    Keys(keys::Keys),
    /// Make a private key and print its public half as a JWKS
    NewKey(new_key::NewKey),
    /// Admit partners, see what they hold, give and take keys, certificates and scopes
    Partner(partner::Partner),
    /// List, confirm or reject what operators proposed
    Proposal(proposal::Proposal),
    /// Show, compare and adopt the exchange matrix
    Matrix(matrix::Matrix),
    /// Release reports, and read what was released
    Report(report::Report),
    /// Check the log, watch that nobody rewrites it, and tell from it who received what
    Audit(audit::Audit),
    /// Show what would be erased because its time is up
    Erase(erase::Erase),
    /// Follow what a partner is told
    Events(events::Events),
    /// Turn OSO dossiers into drafts and print what became of each part
    ImportOso(import_oso::ImportOso),
    /// Import DUO's monthly file of drop-outs and print what became of each line
    ImportVsv(import_vsv::ImportVsv),
}

/// How settings are found, told below the list of them.
const WHERE: &str = "Each setting can stand in the file (offer-days = 21), in the environment (ESTAFETTE_OFFER_DAYS=21) \
or be given as a flag; a flag is stronger than the environment, and that is stronger than the file.";

/// Settings, wherever they were given.
#[derive(Debug, Args)]
struct Found {
    /// The file with settings, in TOML
    #[arg(long, value_name = "FILE", env = "ESTAFETTE_CONFIG")]
    config: Option<PathBuf>,
    #[command(flatten)]
    flags: Flags,
}

impl Found {
    fn settings(&self) -> Outcome<Settings> {
        Ok(Settings::find(self.config.as_deref(), &self.flags)?)
    }
}

/// Does what the command line asks; whatever goes wrong is told in one line.
#[must_use]
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return misunderstood(&error),
    };
    match carry_out(cli.verb) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            say_wrong(&failure.to_string());
            ExitCode::FAILURE
        }
    }
}

fn carry_out(verb: Verb) -> Outcome {
    // Its own runtime, as the server wants it; the workers bring theirs.
    let system = actix_web::rt::System::new();
    match verb {
        Verb::Serve(found) => system.block_on(serve::serve(&found.settings()?)),
        Verb::Migrate(found) => migrate::migrate(&found.settings()?),
        Verb::Init(found) => system.block_on(init::init(&found.settings()?)),
        Verb::Demo(demo) => system.block_on(demo.run()),
        Verb::Token(token) => system.block_on(token.print()),
        Verb::Keys(keys) => system.block_on(keys.run()),
        Verb::NewKey(key) => key.make(),
        Verb::Partner(partner) => system.block_on(partner.run()),
        Verb::Proposal(proposal) => system.block_on(proposal.run()),
        Verb::Matrix(matrix) => system.block_on(matrix.run()),
        Verb::Report(report) => system.block_on(report.run()),
        Verb::Audit(audit) => system.block_on(audit.run()),
        Verb::Erase(erase) => system.block_on(erase.run()),
        Verb::Events(events) => system.block_on(events.run()),
        Verb::ImportOso(import) => system.block_on(import.run()),
        Verb::ImportVsv(import) => system.block_on(import.run()),
    }
}

/// Help and version go out as asked; a flag that cannot be is told in one line, like any setting.
fn misunderstood(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let _ = error.print();
        return ExitCode::FAILURE;
    }
    let told = error.to_string();
    let about: Vec<&str> = told.lines().take_while(|line| !line.is_empty()).map(str::trim).collect();
    say_wrong(about.join(" ").trim_start_matches("error: "));
    ExitCode::FAILURE
}

fn say_wrong(line: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "estafette: {line}");
}
