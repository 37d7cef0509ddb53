//! One line: what it tells of whom.

use chrono::NaiveDate;
use csv::ByteRecord;
use estafette_contract::{Brin, LearningPath, LeftEducation, LeftLevel, Month, RmcRegion, Text, VsvRejection, parse_day};
use estafette_db::cases::{PersonNumber, Reported, Unread};

use super::{COLUMNS, address, line};

/// A field that cannot be read: why, and its column.
type Fault = (VsvRejection, &'static str);

/// Reads a line.
pub(super) fn read(raw: &[u8]) -> Result<Box<Reported>, Unread> {
    let unread = |reason, column, whose| Unread { reason, column, whose };
    let Some(fields) = line::fields(raw).filter(|fields| fields.len() == COLUMNS.len()) else {
        return Err(unread(VsvRejection::Columns, None, None));
    };
    let row = Row(fields);
    let whose = row.whose();
    let known = whose.as_ref().ok().cloned();
    let reported = whose.and_then(|(region, number)| row.reported(region, number));
    reported.map(Box::new).map_err(|(reason, column)| unread(reason, Some(column), known))
}

/// The fields of a line.
pub(super) struct Row(ByteRecord);

impl Row {
    /// What stands in a column, without the blanks around it; nothing when it is empty.
    pub(super) fn field(&self, column: &'static str) -> Result<Option<&str>, Fault> {
        let place = COLUMNS.iter().position(|name| *name == column);
        let field = place.and_then(|place| self.0.get(place)).unwrap_or_default();
        let text = std::str::from_utf8(field).map_err(|_| (VsvRejection::Encoding, column))?;
        Ok(Some(text.trim()).filter(|text| !text.is_empty()))
    }

    /// Free text that may be absent.
    pub(super) fn text<const MAX: usize>(&self, column: &'static str, reason: VsvRejection) -> Result<Option<Text<MAX>>, Fault> {
        self.field(column)?.map(|text| Text::new(text).map_err(|_| (reason, column))).transpose()
    }

    fn needed<T>(&self, column: &'static str, reason: VsvRejection, read: impl FnOnce(&str) -> Option<T>) -> Result<T, Fault> {
        self.field(column)?.and_then(read).ok_or((reason, column))
    }

    /// Whose line it is.
    fn whose(&self) -> Result<(RmcRegion, PersonNumber), Fault> {
        let number = self.needed("PERSOONSGEBONDENNUMMER", VsvRejection::Number, PersonNumber::new)?;
        let region = self.needed("RMC_REGIO", VsvRejection::Region, |text| text.parse().ok())?;
        Ok((region, number))
    }

    fn reported(&self, region: RmcRegion, number: PersonNumber) -> Result<Reported, Fault> {
        use VsvRejection as V;
        let name = |text: Option<Text<120>>| text.ok_or((V::Name, "ACHTERNAAM"));
        let given = |text: Option<Text<80>>| text.ok_or((V::Name, "ALLE_VOORNAMEN"));
        let reported_in = self.needed("RAPPORTAGEMAAND", V::Month, month)?;
        Ok(Reported {
            region,
            number,
            made_for: self.field("BRIN_NR")?.and_then(|text| Brin::new(text).ok()),
            given_name: given(self.text("ALLE_VOORNAMEN", V::Name)?)?,
            family_name_prefix: self.text("VOORVOEGSEL", V::Name)?,
            family_name: name(self.text("ACHTERNAAM", V::Name)?)?,
            born_on: self.needed("GEBOORTEDATUM", V::BornOn, day)?,
            address: address::of(self)?,
            municipality: self.text("WOONGEMEENTE", V::Text)?,
            left: self.left(&reported_in)?,
            reported_in,
        })
    }

    /// What was left. What the register writes otherwise than we know is left out, so that nobody is lost by it.
    fn left(&self, reported_in: &Month) -> Result<LeftEducation, Fault> {
        use VsvRejection as V;
        Ok(LeftEducation {
            brin: self.field("BRIN")?.and_then(|text| Brin::new(text).ok()),
            school: self.text("NAAM_INSTELLING", V::Text)?,
            department: self.text("NAAM_ONDERWIJSAANBIEDER", V::Text)?,
            programme_code: self.text("ONDERWIJSCODE", V::Text)?,
            programme: self.text("ONDERWIJSNAAM", V::Text)?,
            level: self.field("NIVEAU")?.and_then(level),
            learning_path: self.field("LEERWEG")?.and_then(|text| text.parse::<LearningPath>().ok()),
            since: self.field("VANAF_WANNEER")?.and_then(month).unwrap_or_else(|| reported_in.clone()),
            left_on: self.field("DATUM_UITSCHRIJVING")?.map(|text| day(text).ok_or((V::Text, "DATUM_UITSCHRIJVING"))).transpose()?,
        })
    }
}

/// `202309`.
fn month(text: &str) -> Option<Month> {
    let (year, month) = text.split_at_checked(4)?;
    Month::new(format!("{year}-{month}")).ok()
}

/// `03-10-2002`.
fn day(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    parse_day(&format!("{year}-{month}-{day}")).ok().filter(|_| parts.next().is_none())
}

/// `Mbo4 opleidingen`.
fn level(text: &str) -> Option<LeftLevel> {
    let lower = text.to_lowercase();
    let levels = [
        ("mbo1", LeftLevel::Mbo1),
        ("mbo2", LeftLevel::Mbo2),
        ("mbo3", LeftLevel::Mbo3),
        ("mbo4", LeftLevel::Mbo4),
        ("havo/vwo", LeftLevel::HavoVwo),
        ("vmbo", LeftLevel::Vmbo),
    ];
    levels.into_iter().find(|(begins, _)| lower.starts_with(begins)).map(|(_, level)| level)
}
