//! From a monthly drop-out file (A04, A14), as DUO sends it to colleges and regions, to what each line tells.
//!
//! A pure function. A line that cannot be read is told by its number and the name of its column; what stands in it is never repeated.

mod address;
mod layout;
mod line;
mod row;
#[cfg(test)]
mod tests;

pub use layout::COLUMNS;

use estafette_contract::ProblemKind;
use estafette_db::cases::VsvLine;

/// The largest file, or part of one, that is read at once.
pub const MAX_BYTES: usize = 4 << 20;
/// The most lines that are read at once; they are one transaction.
pub const MAX_LINES: usize = 5000;
/// The longest line that is looked at.
pub const MAX_LINE: usize = 8 << 10;

/// Why a file is not read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VsvFault {
    /// It is written in another encoding altogether.
    Utf16,
    /// The first line does not name the columns: from which on they differ.
    Layout(usize),
    /// There are too many lines for one transaction.
    TooManyLines,
}

impl std::fmt::Display for VsvFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Utf16 => f.write_str("Save the file as UTF-8 and send it again; it begins as a file in UTF-16 does."),
            Self::Layout(place) => {
                let (columns, number) = (COLUMNS.len(), place + 1);
                let should_be = COLUMNS.get(*place).copied().unwrap_or("the end of the line");
                write!(
                    f,
                    "Send the monthly file (A04 or A14) as DUO made it: its first line names {columns} columns separated by semicolons, from \
                     BRIN_NR to VANAF_WANNEER, and here they differ from number {number} on, which should be {should_be}."
                )
            }
            Self::TooManyLines => write!(f, "Send at most {MAX_LINES} lines at once: send the file in parts, with import and more."),
        }
    }
}

impl VsvFault {
    /// The problem it is told as.
    #[must_use]
    pub fn kind(self) -> ProblemKind {
        match self {
            Self::Utf16 | Self::Layout(_) => ProblemKind::UnknownLayout,
            Self::TooManyLines => ProblemKind::TooLarge,
        }
    }
}

/// Reads a file, or a part of one that begins with the same first line; `first` is the number of the first line after it.
///
/// # Errors
/// When it is of another layout, or has too many lines.
pub fn read(raw: &[u8], first: u32) -> Result<Vec<VsvLine>, VsvFault> {
    let mut lines = line::lines(raw);
    layout::check(lines.next().unwrap_or_default())?;
    let mut read = Vec::new();
    for (number, line) in (first..).zip(lines) {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        if read.len() == MAX_LINES {
            return Err(VsvFault::TooManyLines);
        }
        read.push(VsvLine { number, read: row::read(line) });
    }
    Ok(read)
}
