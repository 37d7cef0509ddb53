//! What was measured, as Markdown: printed as it comes, and kept in the documentation when asked.

use std::{fs, path::Path};

use super::{
    rig::cores,
    system::{file_system, said},
    table::Table,
};

const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/performance.md");

/// A report that grows.
pub struct Report {
    text: String,
}

impl Report {
    /// A report that begins with the day and the machine.
    pub fn begin(directory: &Path) -> Self {
        let mut report = Self { text: String::new() };
        let processor = said("sh", &["-c", "sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1"]);
        let (day, system) = (said("date", &["-u", "+%F"]), said("uname", &["-sr"]));
        report.say(&format!("Measured on {day}: {} cores ({processor}), {system}, data on {}.\n", cores(), file_system(directory)));
        report
    }

    /// A heading.
    pub fn heading(&mut self, text: &str) {
        self.say(&format!("### {text}\n"));
    }

    /// A table.
    pub fn table(&mut self, table: &Table) {
        self.say(&table.text());
    }

    /// A line, or several.
    pub fn say(&mut self, text: &str) {
        println!("{text}");
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// Puts the report where the documentation has room for it under this name; one without a table leaves what is there.
    pub fn keep(&self, name: &str) {
        if !self.text.contains("\n| ") {
            return;
        }
        let (from, to) = (format!("<!-- {name}: from here -->\n"), format!("<!-- {name}: to here -->"));
        let page = fs::read_to_string(KEPT).expect("docs/performance.md");
        let (before, rest) = page.split_once(&from).expect("a place where the figures begin");
        let (_, after) = rest.split_once(&to).expect("a place where the figures end");
        fs::write(KEPT, format!("{before}{from}\n{}\n\n{to}{after}", self.text.trim_end())).expect("the page can be written");
    }
}
