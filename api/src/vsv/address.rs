//! Where somebody lives, of the seven columns that tell it.

use estafette_contract::{Text, VsvRejection, content::Address};

use super::row::Row;

/// The address, as far as street and town are known.
pub(super) fn of(row: &Row) -> Result<Option<Address>, (VsvRejection, &'static str)> {
    let (Some(street), Some(town)) = (row.field("STRAAT")?, row.text("WOONPLAATS", VsvRejection::Text)?) else { return Ok(None) };
    let number = row.field("HUISNUMMER")?.map(whole);
    let parts = [number, row.field("HUISLETTER")?, row.field("HUISNUMMER_TOEVOEGING")?, row.field("HUISNUMMER_AANDUIDING")?];
    let street = std::iter::once(street).chain(parts.into_iter().flatten()).collect::<Vec<_>>().join(" ");
    let street = Text::new(street).map_err(|_| (VsvRejection::Text, "STRAAT"))?;
    Ok(Some(Address { street, postal_code: row.text("POSTCODE", VsvRejection::Text)?, town }))
}

/// `129.0`, as some files have house numbers, is 129.
fn whole(number: &str) -> &str {
    number.strip_suffix(".0").unwrap_or(number)
}
