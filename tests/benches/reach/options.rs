//! What can be asked of the benchmark.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::{bare::Sizes, calls::Call};

/// Measures how far the service reaches, beside a bare program with the same statements.
#[derive(Debug, Parser)]
#[command(name = "reach")]
pub struct Options {
    #[command(subcommand)]
    pub part: Option<Part>,
    #[command(flatten)]
    pub measure: Measure,
    /// Given by cargo
    #[arg(long, hide = true, global = true)]
    bench: bool,
}

/// What is measured, and how long.
#[derive(Debug, Clone, Args)]
pub struct Measure {
    /// Only the audited read, at 1 and 32 connections
    #[arg(long, global = true)]
    pub quick: bool,
    /// Write the tables to docs/performance.md
    #[arg(long, global = true)]
    pub write: bool,
    /// Only these parts [default: reach, growth, pair and gate]
    #[arg(long, global = true, value_delimiter = ',')]
    pub parts: Vec<What>,
    /// How many entries the log is filled with for the part about entries
    #[arg(long, global = true, default_value_t = 10_000_000)]
    pub entries: usize,
    /// How many entries the log is filled with for the part about the log itself
    #[arg(long, global = true, default_value_t = 1_000_000)]
    pub log_entries: usize,
    /// How many facts a release is made over
    #[arg(long, global = true, default_value_t = 1_000_000)]
    pub facts: usize,
    /// How many data keys go over to another wrapping key
    #[arg(long, global = true, default_value_t = 100_000)]
    pub data_keys: usize,
    /// Only these databases
    #[arg(long, global = true, value_delimiter = ',')]
    pub databases: Vec<On>,
    /// Only these calls
    #[arg(long, global = true, value_delimiter = ',')]
    pub calls: Vec<Call>,
    /// Only these numbers of connections
    #[arg(long, global = true, value_delimiter = ',')]
    pub connections: Vec<usize>,
    /// How often each measurement is done; the median counts
    #[arg(long, global = true, default_value_t = 3)]
    pub rounds: usize,
    /// How many seconds a measurement takes
    #[arg(long, global = true, default_value_t = 2.0)]
    pub seconds: f64,
    /// How many handovers the region has
    #[arg(long, global = true, default_value_t = 10_000)]
    pub handovers: usize,
    /// Seed anew
    #[arg(long, global = true)]
    pub fresh: bool,
    /// A folder on the disk that is measured [default: reach, in the folder cargo builds in]
    #[arg(long, global = true)]
    pub directory: Option<PathBuf>,
}

/// A database to measure on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum On {
    /// A file.
    Sqlite,
    /// A cluster.
    Postgres,
}

/// Something that is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum What {
    /// Every call beside the bare program
    Reach,
    /// A region as it was seeded beside one twenty times as large
    Growth,
    /// A short log beside a long one; takes some minutes and gigabytes
    Entries,
    /// One process on PostgreSQL beside two
    Pair,
    /// Tokens, and one partner that calls too often
    Gate,
    /// A long log: appending, merging, proving, checking
    Log,
    /// What is done for many at once: a release, other wrapping, an import
    Many,
}

/// A part that is asked for by name.
#[derive(Debug, Clone, Subcommand)]
pub enum Part {
    /// The bare program, as a process of its own
    #[command(hide = true)]
    Bare {
        #[command(flatten)]
        program: Program,
        workers: usize,
    },
    /// The bare program without HTTP
    #[command(hide = true)]
    Direct {
        #[command(flatten)]
        program: Program,
        threads: usize,
        time: f64,
        ids: PathBuf,
    },
}

impl Measure {
    /// The databases to measure on.
    pub fn databases(&self) -> Vec<On> {
        if self.databases.is_empty() { vec![On::Sqlite, On::Postgres] } else { self.databases.clone() }
    }

    /// What to measure.
    pub fn parts(&self) -> Vec<What> {
        match (self.parts.is_empty(), self.quick) {
            (false, _) => self.parts.clone(),
            (true, true) => vec![What::Reach],
            (true, false) => vec![What::Reach, What::Growth, What::Pair, What::Gate],
        }
    }

    /// The calls to measure.
    pub fn calls(&self) -> Vec<Call> {
        use clap::ValueEnum;
        match (self.calls.is_empty(), self.quick) {
            (false, _) => self.calls.clone(),
            (true, true) => vec![Call::Read],
            (true, false) => Call::value_variants().to_vec(),
        }
    }

    /// The numbers of connections.
    pub fn connections(&self) -> Vec<usize> {
        match (self.connections.is_empty(), self.quick) {
            (false, _) => self.connections.clone(),
            (true, true) => vec![1, 32],
            (true, false) => vec![1, 16, 32, 128],
        }
    }
}

impl On {
    /// What the tables call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// What the bare program is given.
#[derive(Debug, Clone, Args)]
pub struct Program {
    /// Its database
    pub url: String,
    /// Connections it keeps
    pub pool: u32,
    /// Bytes of an entry
    pub entry: usize,
    /// Bytes of its details
    pub details: usize,
}

impl Program {
    /// The sizes of what it writes.
    pub fn sizes(&self) -> Sizes {
        Sizes { entry: self.entry, details: self.details }
    }
}
