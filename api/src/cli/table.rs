//! Tables, as the terminal shows them.

use comfy_table::{ContentArrangement, Table, TableComponent, presets::UTF8_HORIZONTAL_ONLY};

/// How wide a table is at most, whatever it is printed to: what is longer goes on below, in its own column.
const WIDTH_AT_MOST: u16 = 120;

/// A table with these headings.
pub(super) fn table<const WIDTH: usize>(headings: &[&str; WIDTH], rows: impl IntoIterator<Item = Vec<String>>) -> Table {
    let mut table = Table::new();
    table
        .load_preset(UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(WIDTH_AT_MOST)
        .set_header(headings);
    // One rule below the headings and at the ends; rows need none between them.
    use TableComponent as C;
    for between_rows in [C::HorizontalLines, C::MiddleIntersections, C::LeftBorderIntersections, C::RightBorderIntersections] {
        table.remove_style(between_rows);
    }
    table.add_rows(rows);
    table
}
