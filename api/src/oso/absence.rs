//! Absence, without what could say something about health.

use chrono::Months;
use estafette_contract::{
    Section,
    content::{AbsenceHistory, AbsencePeriod},
};

use super::{
    report::{Place, Report, Unused},
    tree::Element,
};

const ABSENCE: Place = Place::to("leerling/verzuim", Section::AbsenceHistory);
const MAY_BE_ILLNESS: &str = "Authorised absence can mean illness and is not taken over.";
const UNUSED: [Unused; 3] = [
    ("urengeoorloofd", "leerling/verzuim/urengeoorloofd", MAY_BE_ILLNESS),
    ("dagdelengeoorloofd", "leerling/verzuim/dagdelengeoorloofd", MAY_BE_ILLNESS),
    ("documentLijst", "leerling/verzuim/documentLijst", "Embedded files are not taken over."),
];

/// Takes the absence of the twelve months before the dossier was made.
pub(super) fn read(learner: &mut Element, made_on: Option<&str>, report: &mut Report) -> Option<AbsenceHistory> {
    let mut absence = learner.take("verzuim")?;
    report.leave(&mut absence, &UNUSED);
    let clauses = clauses(&mut absence, report);
    report.rest(ABSENCE, &absence);
    if clauses.is_empty() {
        report.dropped("leerling/verzuim", "Holds nothing about absence without leave.");
        return None;
    }
    let ended_on = report.date(Place::at("metadata/datum"), made_on.map(str::to_owned));
    let started_on = ended_on.and_then(|day| day.checked_sub_months(Months::new(12)));
    let description = report.text(ABSENCE, Some(format!("In de laatste twaalf maanden: {}.", clauses.join("; "))))?;
    report.mapped(ABSENCE, "Absence without leave of the last twelve months, and who was told of it. Add what helps to be present.");
    Some(AbsenceHistory { periods: vec![AbsencePeriod { school_year: None, started_on, ended_on, description }], what_helps: None })
}

fn clauses(absence: &mut Element, report: &mut Report) -> Vec<String> {
    let mut clauses = Vec::new();
    for (name, unit) in [
        ("urenongeoorloofd", "uur ongeoorloofd verzuim"),
        ("dagdelenongeoorloofd", "dagdelen ongeoorloofd verzuim"),
        ("frequentie", "keer ongeoorloofd verzuim geregistreerd"),
    ] {
        if let Some(number) = whole_number(absence.take_text(name), report) {
            clauses.push(format!("{number} {unit}"));
        }
    }
    for (name, clause) in [
        ("meerdan25percent", "meer dan een kwart van de lestijd verzuimd"),
        ("contactleerplicht", "contact geweest met leerplicht"),
        ("rmcmelding", "gemeld bij het Doorstroompunt (RMC)"),
    ] {
        let told = absence.take_text(name);
        if report.flag(ABSENCE, told) == Some(true) {
            clauses.push(clause.to_owned());
        }
    }
    clauses
}

fn whole_number(raw: Option<String>, report: &mut Report) -> Option<u32> {
    let number = raw?.parse().ok().filter(|number| *number <= 10_000);
    if number.is_none() {
        report.ask(ABSENCE, "A number of hours or times is not a plausible whole number and was left out. Add it by hand.");
    }
    number
}
