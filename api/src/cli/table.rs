//! Tables, as the terminal shows them.

use comfy_table::{ContentArrangement, Table, presets::UTF8_FULL_CONDENSED};

/// A table with these headings.
pub(super) fn table<const WIDTH: usize>(headings: &[&str; WIDTH], rows: impl IntoIterator<Item = Vec<String>>) -> Table {
    let mut table = Table::new();
    table.load_preset(UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic).set_header(headings);
    table.add_rows(rows);
    table
}
