//! Support in functional terms; diagnoses only as health, and only when asked for.

use chrono::NaiveDate;
use estafette_contract::{
    Section, SupportDomain, SupportLine, SupportStatement, Text,
    content::{HealthItem, HealthSection, SupportNeed, SupportNeeds},
};

use super::{
    report::{Place, Report, Unused},
    tree::Element,
};

const SUPPORT: Place = Place::to("leerling/onderwijsondersteuning", Section::SupportNeeds);
const EXPLANATION: Place = Place::to("leerling/onderwijsondersteuning/toelichting_onderwijsbehoeften", Section::SupportNeeds);
const ARRANGEMENT: Place = Place::to("leerling/onderwijsondersteuning/arrangement_pao", Section::SupportNeeds);
const CLUSTER: Place = Place::to("leerling/onderwijsondersteuning/arrangement_cluster12", Section::SupportNeeds);
const LWOO: Place = Place::to("leerling/onderwijsondersteuning/lwoo", Section::SupportNeeds);
const RVC: Place = Place::to("leerling/onderwijsondersteuning/rvc", Section::SupportNeeds);
const DIAGNOSIS: Place = Place::to("leerling/onderwijsondersteuning/diagnose", Section::Health);
const FILES: &str = "Embedded files are not taken over.";
const FILE_NUMBERS: &str = "Decision and file numbers are not taken over.";
const PLANS: &str = "Plans and embedded files are not taken over. Write into the plan what still has to be done.";
const UNUSED: [Unused; 4] = [
    ("medicijngebruik", "leerling/onderwijsondersteuning/medicijngebruik", "Medication is never taken over."),
    ("handelingsplan", "leerling/onderwijsondersteuning/handelingsplan", PLANS),
    ("opp", "leerling/onderwijsondersteuning/opp", PLANS),
    ("tlv", "leerling/onderwijsondersteuning/tlv", "A toelaatbaarheidsverklaring is a decision with a number; it does not say what helps."),
];
const UNUSED_OF_RVC: [Unused; 5] = [
    (
        "centraleproblematiek",
        "leerling/onderwijsondersteuning/rvc/centraleproblematiek",
        "It names a problem, not what is needed and what helps.",
    ),
    (
        "signaleringlwoopro",
        "leerling/onderwijsondersteuning/rvc/signaleringlwoopro",
        "It rests on test scores, which are never taken over.",
    ),
    ("rvcindicatie", "leerling/onderwijsondersteuning/rvc/rvcindicatie", "An indication does not say what helps."),
    ("rvcdatum", "leerling/onderwijsondersteuning/rvc/rvcdatum", "The day of a decision does not say since when something is needed."),
    ("document", "leerling/onderwijsondersteuning/rvc/document", FILES),
];
const MOST_NEEDS: usize = 20;
const MOST_HEALTH_ITEMS: usize = 20;

/// Takes what is said about support; without a word about it the statement is that nothing is known.
pub(super) fn read(support: &mut Element, report: &mut Report) -> SupportNeeds {
    let something = !support.children.is_empty();
    report.leave(support, &UNUSED);
    explain_files(support, report);
    let mut needs = arrangements(support, report);
    needs.extend(lwoo(support, report));
    needs.extend(measures(support, report));
    report.rest(SUPPORT, support);
    conclude(&needs, something, report);
    let statement = if needs.is_empty() { SupportStatement::NothingKnown } else { SupportStatement::NeedsDescribed };
    SupportNeeds { statement, attested_by_sender: false, attested_by_learner: false, needs }
}

fn conclude(needs: &[SupportNeed], something: bool, report: &mut Report) {
    if !needs.is_empty() {
        report.mapped(SUPPORT, "Measures and arrangements became support needs.");
        report.ask(SUPPORT, "Domain and line of each need were assumed. Check them, and agree the needs with the learner.");
    } else if something {
        report.ask(
            SUPPORT,
            "The dossier says something about support, but nothing in functional terms: the statement is `nothing_known`. Describe what is needed and what helps.",
        );
    } else {
        report.ask(SUPPORT, "The dossier says nothing about support: the statement is `nothing_known`, which is not `no_need`. Ask the learner and the mentor.");
    }
}

fn explain_files(support: &mut Element, report: &mut Report) {
    if support.leave_out(&["toelichting_onderwijsbehoeften"]) {
        report.dropped("leerling/onderwijsondersteuning/toelichting_onderwijsbehoeften", FILES);
        report.ask(
            EXPLANATION,
            "The explanation of the support needs is an embedded file. Write what it says about what helps into support_needs.",
        );
    }
    if support.leave_out(&["arrangement_cluster12"]) {
        report.dropped("leerling/onderwijsondersteuning/arrangement_cluster12", "The arrangement says which school, not what helps.");
        report.ask(CLUSTER, "There was an arrangement for seeing, hearing or communicating. Describe what helps, if it is still needed.");
    }
}

fn need(need: Text<1000>, since_on: Option<NaiveDate>, until_on: Option<NaiveDate>) -> SupportNeed {
    SupportNeed {
        domain: SupportDomain::Learning,
        need,
        what_helps: None,
        line: SupportLine::Specialist,
        provided_by: None,
        since_on,
        until_on,
        agreed_with_learner: false,
    }
}

/// Whether a term has passed; then what it was about is not handed over as a need of today.
fn is_over(place: Place, until_on: Option<NaiveDate>, report: &mut Report) -> bool {
    let over = until_on.is_some_and(|day| day < report.today());
    if over {
        report.ask(place, "Its term has passed, so it was left out. Describe it again if it is still needed.");
    }
    over
}

fn arrangements(support: &mut Element, report: &mut Report) -> Vec<SupportNeed> {
    let mut arrangements = support.take_all("arrangement_pao");
    report.at_most(ARRANGEMENT, &mut arrangements, MOST_NEEDS);
    arrangements.into_iter().filter_map(|element| arrangement(element, report)).collect()
}

fn arrangement(mut element: Element, report: &mut Report) -> Option<SupportNeed> {
    const NUMBER: &str = "leerling/onderwijsondersteuning/arrangement_pao/arrangement_beschikkingsnr";
    report.leave(&mut element, &[("arrangement_beschikkingsnr", NUMBER, FILE_NUMBERS)]);
    let since_on = report.date(ARRANGEMENT, element.take_text("arrangement_datum"));
    let until_on = report.date(ARRANGEMENT, element.take_text("arrangement_einddatum"));
    if is_over(ARRANGEMENT, until_on, report) {
        return None;
    }
    let what = report.prose(ARRANGEMENT, element.take_text("arrangement_kenmerk"));
    report.rest(ARRANGEMENT, &element);
    if what.is_none() {
        report.ask(ARRANGEMENT, "An arrangement does not say what it consists of and was left out. Describe what helps.");
    }
    Some(need(what?, since_on, until_on))
}

fn lwoo(support: &mut Element, report: &mut Report) -> Option<SupportNeed> {
    let mut lwoo = support.take("lwoo")?;
    const PART: &str = "leerling/onderwijsondersteuning/lwoo";
    if lwoo.leave_out(&["lwoo_swvnummer", "lwoo_beschikkingsnummer", "document"]) {
        report.dropped(PART, "Decision and file numbers and embedded files are not taken over.");
    }
    let since_on = report.date(LWOO, lwoo.take_text("lwoo_ingangdatum"));
    let until_on = report.date(LWOO, lwoo.take_text("lwoo_einddatum"));
    report.rest(LWOO, &lwoo);
    if is_over(LWOO, until_on, report) {
        return None;
    }
    report.ask(LWOO, "The need says that there was leerwegondersteuning. Add what of it helps.");
    let what = report.text(LWOO, Some("Leerwegondersteuning (lwoo) op de huidige school.".into()))?;
    Some(need(what, since_on, until_on))
}

fn measures(support: &mut Element, report: &mut Report) -> Option<SupportNeed> {
    let mut rvc = support.take("rvc")?;
    report.leave(&mut rvc, &UNUSED_OF_RVC);
    let what = report.prose(RVC, rvc.take_text("maatregelen"));
    report.rest(RVC, &rvc);
    Some(need(what?, None, None))
}

/// Takes the diagnoses, when they were asked for.
pub(super) fn health(support: &mut Element, with_health: bool, report: &mut Report) -> Option<HealthSection> {
    const PART: &str = "leerling/onderwijsondersteuning/diagnose";
    let mut diagnoses = support.take_all("diagnose");
    if diagnoses.is_empty() {
        return None;
    }
    if !with_health {
        report.dropped(
            PART,
            "Diagnoses are not taken over unless asked for. Import again with health, if the learner explicitly consents to it.",
        );
        return None;
    }
    report.at_most(DIAGNOSIS, &mut diagnoses, MOST_HEALTH_ITEMS);
    let items: Vec<HealthItem> = diagnoses.into_iter().filter_map(|element| diagnosis(element, report)).collect();
    if items.is_empty() {
        return None;
    }
    report.mapped(
        DIAGNOSIS,
        "Taken over as health because that was asked for. It goes along only on explicit consent; add what to do or avoid.",
    );
    Some(HealthSection { items })
}

fn diagnosis(mut element: Element, report: &mut Report) -> Option<HealthItem> {
    if element.leave_out(&["code", "doorwie", "instantie", "document"]) {
        report.dropped(
            "leerling/onderwijsondersteuning/diagnose",
            "Codes, who made the diagnosis and where, and embedded files are not taken over.",
        );
    }
    let name = element.take_text("naam");
    let nameless = name.is_none();
    let description = report.sober(DIAGNOSIS, name);
    let since_on = report.date(DIAGNOSIS, element.take_text("datum"));
    report.rest(DIAGNOSIS, &element);
    if nameless {
        report.ask(DIAGNOSIS, "A diagnosis has a code only and was left out. Describe in words what must be known.");
    }
    Some(HealthItem { description: description?, what_helps: None, since_on })
}
