//! The layout of the file: its columns, by the names DUO gives them.

use super::{VsvFault, line};

/// The columns, in their order.
pub const COLUMNS: [&str; 39] = [
    "BRIN_NR",
    "NAAM_INST",
    "RAPPORTAGEMAAND",
    "PERSOONSGEBONDENNUMMER",
    "ACHTERNAAM",
    "VOORVOEGSEL",
    "ALLE_VOORNAMEN",
    "WOONGEMEENTE",
    "GEBOORTEDATUM",
    "ONDERWIJSCODE",
    "ONDERWIJSNAAM",
    "LEERWEG",
    "DATUM_UITSCHRIJVING",
    "MELDING_VERZUIM_WETTELIJK",
    "REDEN",
    "BRIN",
    "NAAM_INSTELLING",
    "ONDERWIJSAANBIEDERCODE",
    "NAAM_ONDERWIJSAANBIEDER",
    "MELDING_VERZUIM_NIET_WETTELIJK",
    "GEMEENTECODE",
    "RMC_REGIO",
    "REDEN_UITSTROOM",
    "LOCATIECODE",
    "ONDERWIJSLOCATIECODE",
    "POSTCODE_ONDERWIJSLOCATIE",
    "HUISNUMMER_ONDERWIJSLOCATIE",
    "BRIN_VOLGNUMMER",
    "NIVEAU",
    "INSCHRIJVINGSVOLGNUMMER",
    "STRAAT",
    "HUISNUMMER",
    "HUISLETTER",
    "HUISNUMMER_TOEVOEGING",
    "HUISNUMMER_AANDUIDING",
    "ADRES_LOCATIE",
    "POSTCODE",
    "WOONPLAATS",
    "VANAF_WANNEER",
];

/// The mark that some programs put before a text in UTF-8.
const UTF8_MARK: &[u8] = &[0xef, 0xbb, 0xbf];

/// Refuses a first line that does not name the columns.
pub(super) fn check(first: &[u8]) -> Result<(), VsvFault> {
    if first.starts_with(&[0xff, 0xfe]) || first.starts_with(&[0xfe, 0xff]) {
        return Err(VsvFault::Utf16);
    }
    let first = first.strip_prefix(UTF8_MARK).unwrap_or(first);
    let named = line::fields(first).unwrap_or_default();
    let differs = |place: &usize| named.get(*place) != COLUMNS.get(*place).map(|name| name.as_bytes());
    match (0..COLUMNS.len().max(named.len())).find(differs) {
        Some(place) => Err(VsvFault::Layout(place)),
        None => Ok(()),
    }
}
