//! The schools the learner went to, and the exam.

use std::cmp::Reverse;

use chrono::NaiveDate;
use estafette_contract::{
    Brin, Leerweg, SchoolYear, Section, Text,
    content::{Diploma, EducationHistory, SchoolPeriod},
};

use super::{
    report::{Place, Report, Unused},
    tree::Element,
};

const CAREER: Place = Place::to("leerling/schoolloopbaanlijst", Section::EducationHistory);
const SCHOOL: Place = Place::to("huidigeschool", Section::EducationHistory);
const EXAM: Place = Place::to("leerling/examenresultaat", Section::EducationHistory);
const MOST_PERIODS: usize = 30;
const MOST_DIPLOMAS: usize = 10;
const SENDER_IS_KNOWN: &str = "Its address, contacts and other details: the sending school is registered as a partner with its own.";
const UNUSED_OF_SCHOOL: [Unused; 8] = [
    ("adreslijst", "huidigeschool", SENDER_IS_KNOWN),
    ("communicatielijst", "huidigeschool", SENDER_IS_KNOWN),
    ("vestigingscode", "huidigeschool", SENDER_IS_KNOWN),
    ("aanleverpunt", "huidigeschool", SENDER_IS_KNOWN),
    ("soort", "huidigeschool", SENDER_IS_KNOWN),
    ("type", "huidigeschool", SENDER_IS_KNOWN),
    ("naamdirecteur", "huidigeschool", SENDER_IS_KNOWN),
    ("website", "huidigeschool", SENDER_IS_KNOWN),
];
const SAID_BY_PERIODS: &str = "The periods at school say it.";
const UNUSED_OF_LEARNER: [Unused; 5] = [
    ("onderwijssinds", "leerling/onderwijssinds", SAID_BY_PERIODS),
    ("startdatumhuidigonderwijs", "leerling/startdatumhuidigonderwijs", SAID_BY_PERIODS),
    ("datuminschrijving", "leerling/datuminschrijving", SAID_BY_PERIODS),
    ("datumuitschrijving", "leerling/datumuitschrijving", SAID_BY_PERIODS),
    ("bevorderd", "leerling/bevorderd", SAID_BY_PERIODS),
];

/// The school that made the dossier.
pub(super) struct CurrentSchool {
    name: Option<Text<160>>,
    brin: Option<Brin>,
}

impl CurrentSchool {
    /// Takes the school's name and registration.
    pub fn read(school: &mut Element, report: &mut Report) -> Self {
        let name = report.text(SCHOOL, school.take_text("naam"));
        let brin = brin(SCHOOL, school.take_text("brincode"), report);
        report.leave(school, &UNUSED_OF_SCHOOL);
        report.rest(SCHOOL, school);
        Self { name, brin }
    }
}

/// Takes the periods at school and the exam.
pub(super) fn read(learner: &mut Element, current: &CurrentSchool, report: &mut Report) -> Option<EducationHistory> {
    let mut elements = learner.take_list("schoolloopbaanlijst", "schoolloopbaan");
    let mut periods = Vec::new();
    elements.sort_by_cached_key(|element| Reverse(first_day(element)));
    report.at_most(CAREER, &mut elements, MOST_PERIODS);
    for element in elements {
        periods.extend(period(element, current, report));
    }
    report.leave(learner, &UNUSED_OF_LEARNER);
    let diplomas = diplomas(learner, report);
    if !periods.is_empty() {
        report.mapped(CAREER, "School years, schools, routes and dates; codes of classes and locations stay behind.");
        report.mapped(SCHOOL, "Its name and BRIN stand with the periods at this school.");
    } else if let Some(name) = &current.name {
        periods.push(SchoolPeriod { school: Some(name.clone()), brin: current.brin.clone(), ..nothing() });
        report.mapped(SCHOOL, "The dossier lists no periods at school, so the sending school stands for them. Add the years.");
    }
    (!periods.is_empty() || !diplomas.is_empty()).then_some(EducationHistory { periods, diplomas })
}

/// What periods are sorted by; text sorts as time does.
fn first_day(element: &Element) -> Vec<String> {
    let text =
        |name: &str| element.children.iter().find(|child| child.name == name).map(|child| child.text.trim().to_owned()).unwrap_or_default();
    vec![text("schooljaar"), text("begindatum")]
}

fn nothing() -> SchoolPeriod {
    SchoolPeriod {
        school_year: None,
        school: None,
        brin: None,
        leerweg: None,
        opleidingscode: None,
        programme: None,
        started_on: None,
        ended_on: None,
    }
}

fn period(mut element: Element, current: &CurrentSchool, report: &mut Report) -> Option<SchoolPeriod> {
    let brin = brin(CAREER, element.take_text("brincode"), report);
    let at_current = brin.is_some() && brin == current.brin;
    let kinds = [element.take_text("schooltype"), element.take_text("schoolsoort")];
    let words =
        [element.take_text("voelementomschrijving"), element.take_text("schoolsoortomschrijving"), kinds[0].clone(), kinds[1].clone()];
    let started_on = report.date(CAREER, element.take_text("begindatum"));
    let ended_on = report.date(CAREER, element.take_text("einddatum"));
    let period = SchoolPeriod {
        school_year: school_year(element.take_text("schooljaar"), report),
        school: if at_current { current.name.clone() } else { None },
        leerweg: kinds.iter().flatten().find_map(|kind| leerweg(kind)),
        programme: report.text(CAREER, words.into_iter().flatten().next()),
        brin,
        started_on,
        ended_on: in_order(started_on, ended_on, CAREER, report),
        ..nothing()
    };
    element.leave_out(&["groepscode", "groepsnaam", "jaargroep", "vestigingscode", "voelementcode"]);
    report.rest(CAREER, &element);
    (period != nothing()).then_some(period)
}

/// The last day, if it does not lie before the first.
pub(super) fn in_order(first: Option<NaiveDate>, last: Option<NaiveDate>, place: Place, report: &mut Report) -> Option<NaiveDate> {
    if first.zip(last).is_some_and(|(first, last)| last < first) {
        report.ask(place, "A last day lies before its first day and was left out. Add it by hand.");
        return None;
    }
    last
}

fn brin(place: Place, raw: Option<String>, report: &mut Report) -> Option<Brin> {
    let brin = Brin::new(raw?).ok();
    if brin.is_none() {
        report.ask(place, "A BRIN is not of the form two digits, two capitals and was left out. Add it by hand.");
    }
    brin
}

fn school_year(raw: Option<String>, report: &mut Report) -> Option<SchoolYear> {
    let year = SchoolYear::new(raw?).ok();
    if year.is_none() {
        report.ask(CAREER, "A school year is not of the form 2025-2026 and was left out. Add it by hand.");
    }
    year
}

/// The vmbo route, where type or kind of school says exactly that.
fn leerweg(kind: &str) -> Option<Leerweg> {
    let kind = kind.to_ascii_uppercase();
    match kind.strip_prefix("VMBO").map_or(kind.as_str(), |route| route.trim_start_matches([' ', '-'])) {
        "BB" | "B" | "BASIS" => Some(Leerweg::Bb),
        "KB" | "K" | "KADER" => Some(Leerweg::Kb),
        "GL" | "G" => Some(Leerweg::Gl),
        "TL" | "T" => Some(Leerweg::Tl),
        "PRO" => Some(Leerweg::Pro),
        "VSO" => Some(Leerweg::Vso),
        _ => None,
    }
}

fn diplomas(learner: &mut Element, report: &mut Report) -> Vec<Diploma> {
    let mut exams = learner.take_all("examenresultaat");
    report.at_most(EXAM, &mut exams, MOST_DIPLOMAS);
    let diplomas: Vec<Diploma> = exams.into_iter().filter_map(|element| diploma(element, report)).collect();
    if !diplomas.is_empty() {
        report.mapped(EXAM, "Kind of diploma, day and outcome.");
    }
    diplomas
}

fn diploma(mut exam: Element, report: &mut Report) -> Option<Diploma> {
    let year = exam.take_text("examenjaar").filter(|year| year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()));
    let kind = exam.take_text("soortdiploma").unwrap_or_else(|| "Examen".into());
    let name = year.map_or(kind.clone(), |year| format!("{kind} {year}"));
    let diploma = Diploma {
        name: report.text(EXAM, Some(name))?,
        obtained_on: report.date(EXAM, exam.take_text("datumuitslag")),
        result: report.text(EXAM, exam.take_text("examenuitslag")),
    };
    report.rest(EXAM, &exam);
    Some(diploma)
}
