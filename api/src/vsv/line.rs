//! Lines and their fields. A line is cut off before its quotes are looked at, so that a quote that does not close spoils one line only.

use csv::{ByteRecord, ReaderBuilder};

use super::{COLUMNS, MAX_LINE};

/// The lines of a file, without their ends.
pub(super) fn lines(raw: &[u8]) -> impl Iterator<Item = &[u8]> {
    raw.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line))
}

/// The fields of a line, unless it is longer than any is or a quote does not close.
pub(super) fn fields(line: &[u8]) -> Option<ByteRecord> {
    let quotes = line.iter().filter(|byte| **byte == b'"').count();
    if line.len() > MAX_LINE || quotes % 2 != 0 || line.contains(&b'\r') {
        return None;
    }
    let mut reader = ReaderBuilder::new().delimiter(b';').has_headers(false).flexible(true).buffer_capacity(MAX_LINE).from_reader(line);
    let mut record = ByteRecord::with_capacity(line.len(), COLUMNS.len());
    reader.read_byte_record(&mut record).ok().filter(|read| *read)?;
    Some(record)
}
