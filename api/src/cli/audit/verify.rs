//! `estafette audit verify`: what was fetched from the log, checked offline with nothing but the key it is trusted by.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use estafette_contract::tlog::{Checkpoint, ConsistencyFile, NoteKey, ProofFile, Tile, compare_whole};

use super::{
    super::{
        outcome::{Outcome, because, failure},
        say,
    },
    files,
};

/// Check files that were fetched before, offline.
#[derive(Debug, Args)]
pub(super) struct Verify {
    #[command(subcommand)]
    what: What,
    /// A key that the log is trusted by, as /v1/audit/log gives it; more than one may be given
    #[arg(long = "key", global = true, value_name = "KEY", value_parser = files::key, env = "ESTAFETTE_LOG_KEY", value_delimiter = ' ')]
    keys: Vec<NoteKey>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// A proof that an entry is in the log
    Proof {
        /// The proof, as /v1/audit/entries/{id}/proof gives it
        #[arg(value_name = "FILE")]
        proof: PathBuf,
        /// The entry it has to be about, as canonical JSON [default: the one in the proof]
        #[arg(long, value_name = "FILE")]
        entry: Option<PathBuf>,
    },
    /// A proof that the log at one checkpoint is the beginning of the log at another
    Consistency {
        /// The proof, as /v1/audit/consistency gives it
        #[arg(value_name = "FILE")]
        proof: PathBuf,
        /// The older checkpoint
        #[arg(long, value_name = "FILE")]
        older: PathBuf,
        /// The newer checkpoint
        #[arg(long, value_name = "FILE")]
        newer: PathBuf,
    },
    /// A whole tree, and that it begins with what an earlier checkpoint says
    Tree {
        /// The folder with checkpoint and tiles, as estafette audit fetch leaves it
        #[arg(value_name = "FOLDER")]
        folder: PathBuf,
        /// An earlier checkpoint
        #[arg(long, value_name = "FILE")]
        older: Option<PathBuf>,
    },
}

impl Verify {
    /// Checks, and says what was shown.
    pub(super) fn run(self) -> Outcome {
        if self.keys.is_empty() {
            return Err(failure("say by which key the log is trusted: --key KEY, as /v1/audit/log gives it"));
        }
        match &self.what {
            What::Proof { proof, entry } => self.proof(proof, entry.as_deref()),
            What::Consistency { proof, older, newer } => self.consistency(proof, older, newer),
            What::Tree { folder, older } => self.tree(folder, older.as_deref()),
        }
    }

    fn proof(&self, path: &Path, entry: Option<&Path>) -> Outcome {
        let entry = entry.map(files::text).transpose()?;
        let wrong = |fault| because(path.display(), &fault);
        let proof = ProofFile::read(&files::text(path)?).map_err(wrong)?;
        let checkpoint = proof.verify(entry.as_deref().map(str::trim_end), &self.keys).map_err(wrong)?;
        say(format!("in the log: entry {} of {}", proof.index, told(&checkpoint)));
        Ok(())
    }

    fn consistency(&self, path: &Path, older: &Path, newer: &Path) -> Outcome {
        let (older, newer) = (files::checkpoint(older, &self.keys)?, files::checkpoint(newer, &self.keys)?);
        let proof = ConsistencyFile::read(&files::text(path)?).and_then(|proof| proof.verify(&older, &newer));
        proof.map_err(|fault| because(path.display(), &fault))?;
        say(format!("consistent: the first {} entries of {} are those of before", older.size, told(&newer)));
        Ok(())
    }

    fn tree(&self, folder: &Path, older: Option<&Path>) -> Outcome {
        let newest = files::checkpoint(&folder.join("checkpoint"), &self.keys)?;
        let older = older.map(|path| files::checkpoint(path, &self.keys)).transpose()?;
        let checkpoints: Vec<Checkpoint> = older.iter().cloned().chain([newest.clone()]).collect();
        let tile = |tile: Tile| std::fs::read(folder.join("tile").join(tile.path())).ok();
        compare_whole(newest.size, &checkpoints, tile, |_, _| Ok(())).map_err(|difference| because(folder.display(), &difference))?;
        let begins = older.map(|older| format!(", which begins with the {} entries of before", older.size)).unwrap_or_default();
        say(format!("whole: every tile of {}{begins}", told(&newest)));
        Ok(())
    }
}

fn told(checkpoint: &Checkpoint) -> String {
    format!("{} at {} entries", checkpoint.origin, checkpoint.size)
}
