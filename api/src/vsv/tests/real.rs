//! The real files, where they are at hand; they are never part of the repository.

use std::path::{Path, PathBuf};

use super::*;

/// The folder with real files: `duo-vsv` in `ESTAFETTE_REAL_INPUT`, or in `shared/real-input` beside the checkout.
fn folder() -> Option<PathBuf> {
    let named = std::env::var_os("ESTAFETTE_REAL_INPUT").map(|folder| PathBuf::from(folder).join("duo-vsv"));
    let beside =
        || Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|above| above.join("shared/real-input/duo-vsv")).find(|p| p.is_dir());
    named.filter(|folder| folder.is_dir()).or_else(beside)
}

#[test]
fn every_line_of_a_real_file_is_read_unless_its_region_is_none_of_the_forty() {
    let Some(folder) = folder() else { return eprintln!("skipped: no real file is at hand") };
    for file in std::fs::read_dir(folder).unwrap() {
        let lines = read(&std::fs::read(file.unwrap().path()).unwrap(), 2).unwrap();
        let unread: Vec<_> = lines.iter().filter_map(|line| line.read.as_ref().err().map(|why| (line.number, why.reason))).collect();
        assert!(unread.iter().all(|(_, why)| *why == VsvRejection::Region), "{} of {} lines: {unread:?}", unread.len(), lines.len());
        assert!(unread.len() * 100 < lines.len(), "{} of {} lines have no region of ours", unread.len(), lines.len());
    }
}
