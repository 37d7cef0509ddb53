//! Lines for a spreadsheet.

use std::{fs::File, io::Write, path::Path};

use super::super::outcome::{Outcome, because};

/// Writes lines as comma-separated values, to a file or to standard output.
pub(super) fn write(to: Option<&Path>, head: &[&str], lines: impl IntoIterator<Item = Vec<String>>) -> Outcome {
    let told = |error: &dyn std::error::Error| because("cannot write the lines", error);
    let mut sheet = csv::Writer::from_writer(open(to)?);
    sheet.write_record(head).map_err(|error| told(&error))?;
    for line in lines {
        sheet.write_record(line.iter().map(|cell| harmless(cell))).map_err(|error| told(&error))?;
    }
    sheet.flush().map_err(|error| told(&error))
}

/// Where something is written to.
pub(super) fn open(to: Option<&Path>) -> Outcome<Box<dyn Write>> {
    let Some(path) = to else { return Ok(Box::new(std::io::stdout())) };
    let file = File::create(path).map_err(|error| because(format!("cannot write {}", path.display()), &error))?;
    Ok(Box::new(file))
}

/// A spreadsheet takes what begins like this for a formula.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_taken_for_a_formula() {
        assert_eq!(harmless("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(harmless("ROC Maasdal"), "ROC Maasdal");
    }
}
