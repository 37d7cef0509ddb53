//! A file cut into parts, each beginning with the first line: one part is held at a time, however large the file.

use std::{
    fs::File,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

use super::super::outcome::{Outcome, because, failure};
use crate::vsv::MAX_LINE;

/// How many lines go in one part: few enough that others are served in between.
const LINES: u32 = 250;
/// The largest file that is read: the month of a whole country is much smaller.
const LARGEST: u64 = 32 << 20;

/// The parts that are still to come.
pub(super) struct Parts {
    path: PathBuf,
    file: BufReader<File>,
    bytes: usize,
    head: Vec<u8>,
    /// The number of the next line.
    next: u32,
    /// The first line of the next part, read to see whether there is one.
    ahead: Vec<u8>,
    begun: bool,
}

/// A part, as it is sent.
pub(super) struct Part {
    pub(super) body: Vec<u8>,
    pub(super) first_line: u32,
    pub(super) more: bool,
    /// How many bytes of the file it is.
    pub(super) bytes: usize,
}

impl Parts {
    /// Opens a file that is not larger than any month is.
    pub(super) fn open(path: &Path) -> Outcome<Self> {
        let cannot = |error| because(format!("cannot read {}", path.display()), &error);
        let file = File::open(path).map_err(cannot)?;
        let bytes = file.metadata().map_err(cannot)?.len();
        if bytes > LARGEST {
            let most = LARGEST >> 20;
            return Err(failure(format!("{} is larger than {most} MiB: that is no monthly file", path.display())));
        }
        let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
        let mut parts =
            Self { path: path.into(), file: BufReader::new(file), bytes, head: Vec::new(), next: 2, ahead: Vec::new(), begun: false };
        parts.head = parts.line(1)?;
        parts.ahead = parts.line(2)?;
        Ok(parts)
    }

    /// How large the file is.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// The next part; a file without lines has one too, so that its first line is looked at.
    pub(super) fn part(&mut self) -> Outcome<Option<Part>> {
        if self.head.is_empty() || self.begun && self.ahead.is_empty() {
            return Ok(None);
        }
        let (mut body, first_line) = (self.head.clone(), self.next);
        let mut lines = 0;
        while !self.ahead.is_empty() && lines < LINES {
            body.append(&mut self.ahead);
            (lines, self.next) = (lines + 1, self.next + 1);
            self.ahead = self.line(self.next)?;
        }
        let bytes = body.len() - if self.begun { self.head.len() } else { 0 };
        self.begun = true;
        Ok(Some(Part { body, first_line, more: !self.ahead.is_empty(), bytes }))
    }

    /// A line with its end; nothing when the file is over.
    fn line(&mut self, number: u32) -> Outcome<Vec<u8>> {
        let mut line = Vec::new();
        let mut limited = self.file.by_ref().take(MAX_LINE as u64 + 2);
        limited.read_until(b'\n', &mut line).map_err(|error| because(format!("cannot read {}", self.path.display()), &error))?;
        if line.len() > MAX_LINE && !line.ends_with(b"\n") {
            let path = self.path.display();
            return Err(failure(format!("{path}: line {number} is longer than {MAX_LINE} bytes: that is no monthly file")));
        }
        if !line.is_empty() && !line.ends_with(b"\n") {
            line.push(b'\n');
        }
        Ok(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<(u32, bool, usize)> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        let mut parts = Parts::open(file.path()).unwrap();
        std::iter::from_fn(|| parts.part().unwrap())
            .map(|part| (part.first_line, part.more, part.body.split(|b| *b == b'\n').count() - 2))
            .collect()
    }

    #[test]
    fn a_file_is_cut_into_parts_that_know_their_lines() {
        assert_eq!(parts(""), []);
        assert_eq!(parts("head"), [(2, false, 0)]);
        assert_eq!(parts("head\none\ntwo"), [(2, false, 2)]);
        let long = format!("head\n{}", "line\n".repeat(501));
        assert_eq!(parts(&long), [(2, true, 250), (252, true, 250), (502, false, 1)]);
    }

    #[test]
    fn what_is_no_monthly_file_is_not_read_to_its_end() {
        let file = tempfile::NamedTempFile::new().unwrap();
        file.as_file().set_len(100 << 20).unwrap();
        assert!(Parts::open(file.path()).is_err(), "too large");
        file.as_file().set_len(1 << 20).unwrap();
        assert!(Parts::open(file.path()).is_err(), "one line of noughts");
    }
}
