//! What is remembered of the seeding, so that it is done once, and finished when it was broken off.

use std::{fs, path::PathBuf};

use chrono::{DateTime, SubsecRound, Utc};
use serde::{Deserialize, Serialize};

use crate::cli::{
    outcome::{Outcome, because},
    region_file::write_whole,
};

/// When the seeding began, which every day of the demo is counted from, and whether it is done.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Remembered {
    began_at: DateTime<Utc>,
    done: bool,
}

/// The marker in the data folder.
pub(super) struct Marker {
    file: PathBuf,
    remembered: Remembered,
}

impl Marker {
    /// Finds the marker, or begins one; a marker without its database says nothing.
    pub(super) fn find(file: PathBuf, has_database: bool, now: DateTime<Utc>) -> Outcome<Self> {
        let known = fs::read_to_string(&file).ok().filter(|_| has_database).and_then(|text| serde_json::from_str(&text).ok());
        let marker = Self { file, remembered: known.unwrap_or(Remembered { began_at: now.trunc_subsecs(0), done: false }) };
        marker.write()?;
        Ok(marker)
    }

    /// When the seeding began.
    pub(super) fn began_at(&self) -> DateTime<Utc> {
        self.remembered.began_at
    }

    /// Whether there is nothing left to seed.
    pub(super) fn is_done(&self) -> bool {
        self.remembered.done
    }

    /// Remembers that the seeding is done.
    pub(super) fn done(mut self) -> Outcome {
        self.remembered.done = true;
        self.write()
    }

    fn write(&self) -> Outcome {
        let cannot = |error: &dyn std::error::Error| because(format!("cannot write {}", self.file.display()), error);
        let text = serde_json::to_string(&self.remembered).map_err(|error| cannot(&error))?;
        write_whole(&self.file, &text).map_err(|error| cannot(&error))
    }
}
