//! The import report, and the one way from the dossier's words to the contract's.

use chrono::NaiveDate;
use estafette_contract::{ImportFate, ImportLine, InputFault, Section, Text, parse_day};

use super::{
    guard::{Numbers, names_a_diagnosis, names_medication_or_test},
    tree::Element,
};

/// A part of the dossier and the section it goes to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    part: &'static str,
    section: Option<Section>,
}

impl Place {
    /// A part that goes to a section.
    pub const fn to(part: &'static str, section: Section) -> Self {
        Self { part, section: Some(section) }
    }

    /// A part that goes to no section.
    pub const fn at(part: &'static str) -> Self {
        Self { part, section: None }
    }
}

/// A child that is never taken over: its name, its part in the report, and why.
pub(super) type Unused = (&'static str, &'static str, &'static str);

/// Collects the lines; no line ever repeats what the dossier says.
#[derive(Debug)]
pub(super) struct Report {
    today: NaiveDate,
    numbers: Numbers,
    lines: Vec<ImportLine>,
}

impl Report {
    /// A report without lines.
    pub fn new(today: NaiveDate, numbers: Numbers) -> Self {
        Self { today, numbers, lines: Vec::new() }
    }

    /// The day of the import.
    pub fn today(&self) -> NaiveDate {
        self.today
    }

    /// The lines: first what someone has to look at, then what was taken over, then what was left out.
    pub fn into_lines(mut self) -> Vec<ImportLine> {
        self.lines.sort_by_key(|line| match line.fate {
            ImportFate::NeedsHuman => 0,
            ImportFate::Mapped => 1,
            ImportFate::Dropped => 2,
        });
        self.lines
    }

    /// The part was taken over.
    pub fn mapped(&mut self, place: Place, detail: impl Into<String>) {
        self.add(place, ImportFate::Mapped, detail.into());
    }

    /// The part was left out, and why.
    pub fn dropped(&mut self, part: &'static str, detail: impl Into<String>) {
        self.add(Place::at(part), ImportFate::Dropped, detail.into());
    }

    /// Someone has to look, and what to do.
    pub fn ask(&mut self, place: Place, detail: impl Into<String>) {
        self.add(place, ImportFate::NeedsHuman, detail.into());
    }

    fn add(&mut self, place: Place, fate: ImportFate, detail: String) {
        let line = ImportLine { part: place.part.to_owned(), fate, section: place.section, detail };
        if !self.lines.contains(&line) {
            self.lines.push(line);
        }
    }

    /// Leaves out the children that are never taken over, each with a line when it was there.
    pub fn leave(&mut self, element: &mut Element, unused: &[Unused]) {
        for (name, part, why) in unused {
            if element.leave_out(&[name]) {
                self.dropped(part, *why);
            }
        }
    }

    /// Says that something is left that nobody took.
    pub fn rest(&mut self, place: Place, element: &Element) {
        if !element.children.is_empty() {
            self.ask(
                place,
                "Holds elements that OSO 2019.1 does not have here, or not more than once; they were left out. Add by hand what matters.",
            );
        }
    }

    /// Keeps at most `most` of the elements.
    pub fn at_most(&mut self, place: Place, items: &mut Vec<Element>, most: usize) {
        if items.len() > most {
            items.truncate(most);
            self.ask(place, format!("Holds more than {most} of these; the rest were left out. Add by hand what matters."));
        }
    }

    /// A text within the contract's rules: cut when too long, left out when it holds a number it may not hold.
    pub fn text<const MAX: usize>(&mut self, place: Place, raw: Option<String>) -> Option<Text<MAX>> {
        let tidy = tidy(&raw?);
        if tidy.is_empty() {
            return None;
        }
        let whole = if self.numbers.are_in(&tidy) { Err(InputFault::NationalNumber) } else { Text::new(tidy.as_str()) };
        let fitting = match whole {
            Err(InputFault::TextTooLong(_)) if estafette_contract::holds_national_number(&tidy) => Err(InputFault::NationalNumber),
            Err(InputFault::TextTooLong(_)) => {
                self.ask(place, format!("A text was longer than {MAX} characters and was cut there. Shorten it."));
                Text::new(tidy.chars().take(MAX).collect::<String>())
            }
            other => other,
        };
        fitting
            .inspect_err(|_| self.ask(place, "A text holds a national, account or file number and was left out. Rewrite it without."))
            .ok()
    }

    /// Free text, in which medication and tests may not slip through and a diagnosis is pointed out.
    pub fn prose<const MAX: usize>(&mut self, place: Place, raw: Option<String>) -> Option<Text<MAX>> {
        let text = self.sober(place, raw)?;
        if names_a_diagnosis(text.as_str()) {
            self.ask(place, "A text seems to name a diagnosis. Rewrite it as what is needed and what helps.");
        }
        Some(text)
    }

    /// A text in which medication and tests may not slip through.
    pub fn sober<const MAX: usize>(&mut self, place: Place, raw: Option<String>) -> Option<Text<MAX>> {
        if raw.as_deref().is_some_and(names_medication_or_test) {
            self.ask(place, "A text seems to name medication or a test and was left out. Rewrite it as what is needed and what helps.");
            return None;
        }
        self.text(place, raw)
    }

    /// A date, if it is one.
    pub fn date(&mut self, place: Place, raw: Option<String>) -> Option<NaiveDate> {
        let date = parse_date(&raw?);
        if date.is_none() {
            self.ask(place, "A date is not of the form YYYY-MM-DD and was left out. Add it by hand.");
        }
        date
    }

    /// A yes or no, if it is one.
    pub fn flag(&mut self, place: Place, raw: Option<String>) -> Option<bool> {
        let flag = match raw?.as_str() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        };
        if flag.is_none() {
            self.ask(place, "A field is neither true nor false; it was read the cautious way. Check it.");
        }
        flag
    }

    /// Whether a mark is set; one that is there and cannot be read counts as set.
    pub fn is_set(&mut self, element: &mut Element, name: &str, place: Place) -> bool {
        let there = element.holds(name);
        match element.take_text(name) {
            Some(raw) => self.flag(place, Some(raw)).unwrap_or(true),
            None => there,
        }
    }
}

/// One kind of line end, and no control characters.
fn tidy(raw: &str) -> String {
    let text: String = raw.replace("\r\n", "\n").chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect();
    text.trim().to_owned()
}

/// Reads an `xs:date`, with or without a time zone.
pub(super) fn parse_date(text: &str) -> Option<NaiveDate> {
    let (day, zone) = (text.get(..10)?, text.get(10..)?);
    let zoned = zone.is_empty() || zone == "Z" || (zone.len() == 6 && zone.starts_with(['+', '-']));
    if zoned { parse_day(day).ok() } else { None }
}
