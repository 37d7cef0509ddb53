//! How a verb ends, and how it speaks.

use std::io::Write;

use crate::{app::StartError, settings::SettingError};

/// Why a verb did not do what was asked, in one line.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// A setting cannot be.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// Anything else.
    #[error(transparent)]
    Start(#[from] StartError),
}

/// What a verb answers.
pub(super) type Outcome<T = ()> = Result<T, Failure>;

/// A failure in words.
pub(super) fn failure(line: impl Into<String>) -> Failure {
    Failure::Start(StartError(line.into()))
}

/// A failure with what it is about and the whole chain of its causes.
pub(super) fn because(about: impl std::fmt::Display, error: &dyn std::error::Error) -> Failure {
    failure(format!("{about}: {}", StartError::of(error)))
}

/// Prints a line; a reader that went away is no reason to fail.
pub(super) fn say(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
