//! What the school recorded of the learner's or the parents' view of the dossier.

use chrono::NaiveDate;
use estafette_contract::{Agreement, Text};

use super::{
    report::{Place, Report},
    tree::Element,
};

const VIEW: Place = Place::at("inzage");

/// The view as the school recorded it in its own system; a consent never follows from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedView {
    /// Whether the dossier was seen before it was exported.
    pub seen: bool,
    /// When it was seen.
    pub seen_on: Option<NaiveDate>,
    /// Whether who saw it agrees with what it says.
    pub agreed: Agreement,
    /// Why not.
    pub reason: Option<Text<1000>>,
}

/// Takes the view.
pub(super) fn read(dossier: &mut Element, report: &mut Report) -> Option<RecordedView> {
    let mut view = dossier.take("inzage")?;
    let provisional = view.take_text("voorlopigdossier");
    if report.flag(VIEW, provisional) == Some(true) {
        report.ask(Place::at("inzage/voorlopigdossier"), "The school marked this dossier as provisional. Check that it is complete.");
    }
    if view.leave_out(&["toestemming"]) {
        report.dropped(
            "inzage/toestemming",
            "What is ticked here never becomes a consent: consent is asked per section and receiver, with the text that was shown.",
        );
    }
    let seen = view.take_text("inzage");
    let recorded = RecordedView {
        seen: report.flag(VIEW, seen) == Some(true),
        seen_on: seen_on(&mut view, report),
        agreed: agreement(view.take_text("akkoord"), report),
        reason: report.text(VIEW, view.take_text("redennietakkoord")),
    };
    report.rest(VIEW, &view);
    report.mapped(VIEW, "Kept as the view the school recorded; the learner still reads and reacts to this draft.");
    Some(recorded)
}

fn seen_on(view: &mut Element, report: &mut Report) -> Option<NaiveDate> {
    let day = report.date(VIEW, view.take_text("inzagedatum"))?;
    if day > report.today() {
        report.ask(VIEW, "The day on which the dossier was seen lies in the future and was left out.");
        return None;
    }
    Some(day)
}

fn agreement(raw: Option<String>, report: &mut Report) -> Agreement {
    match raw.as_deref() {
        Some("Ja") => Agreement::Yes,
        Some("Nee") => Agreement::No,
        Some("Onbekend") | None => Agreement::Unknown,
        Some(_) => {
            report.ask(VIEW, "`akkoord` is none of Ja, Nee and Onbekend; it counts as unknown. Ask the learner.");
            Agreement::Unknown
        }
    }
}
