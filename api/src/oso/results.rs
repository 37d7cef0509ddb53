//! Marks the school gave, and certificates; never the score of a test.

use std::{cmp::Reverse, collections::HashSet};

use estafette_contract::{
    Section,
    content::{LearningResults, SubjectResult},
};

use super::{
    report::{Place, Report, Unused},
    tree::Element,
};

const SUBJECTS: Place = Place::to("leerling/resultaatvakkenvo", Section::LearningResults);
const LISTS: Place = Place::to("leerling/cijferlijstlijst", Section::LearningResults);
const CERTIFICATES: Place = Place::to("leerling/certificaat", Section::LearningResults);
const PAPERS: Place = Place::to("leerling/resultaatvakkenvo/werkstuk", Section::CareerProfile);
const MOST_SUBJECTS: usize = 60;
const MOST_CERTIFICATES: usize = 30;
const SCORES: &str = "Test scores are never taken over.";
const UNUSED: [Unused; 2] = [
    ("toetslijst", "leerling/toetslijst", "Test scores, IQ tests and psychological tests are never taken over."),
    ("eindtoets_basisonderwijs", "leerling/eindtoets_basisonderwijs", SCORES),
];
const UNUSED_OF_SUBJECT: [Unused; 2] = [
    (
        "cijferce",
        "leerling/resultaatvakkenvo/cijferce",
        "The score of the central examination is a test score; these are never taken over.",
    ),
    ("cijferse", "leerling/resultaatvakkenvo/cijferse", "The marks behind a final mark are not taken over."),
];

/// Takes subjects with their marks, and certificates.
pub(super) fn read(learner: &mut Element, report: &mut Report) -> Option<LearningResults> {
    report.leave(learner, &UNUSED);
    let mut subjects = followed(learner, report);
    let known: HashSet<String> = subjects.iter().map(|subject| key(subject.subject.as_str())).collect();
    subjects.extend(from_lists(learner, report).into_iter().filter(|subject| !known.contains(&key(subject.subject.as_str()))));
    if subjects.len() > MOST_SUBJECTS {
        subjects.truncate(MOST_SUBJECTS);
        report.ask(LISTS, "More subjects than fit; the rest were left out. Add by hand what matters.");
    }
    let mut certificates = learner.take_all("certificaat");
    report.at_most(CERTIFICATES, &mut certificates, MOST_CERTIFICATES);
    let certificates: Vec<_> = certificates.into_iter().filter_map(|element| report.text(CERTIFICATES, element.into_text())).collect();
    if !certificates.is_empty() {
        report.mapped(CERTIFICATES, "Certificates by their name.");
    }
    (!subjects.is_empty() || !certificates.is_empty()).then_some(LearningResults { subjects, certificates })
}

/// What makes two spellings of a subject the same.
fn key(subject: &str) -> String {
    subject.to_lowercase()
}

fn followed(learner: &mut Element, report: &mut Report) -> Vec<SubjectResult> {
    let mut elements = learner.take_all("resultaatvakkenvo");
    report.at_most(SUBJECTS, &mut elements, MOST_SUBJECTS);
    let subjects: Vec<SubjectResult> = elements.into_iter().filter_map(|element| subject(element, report)).collect();
    if !subjects.is_empty() {
        report.mapped(SUBJECTS, "Subjects with the mark the school gave; codes of subjects stay behind.");
    }
    subjects
}

fn subject(mut element: Element, report: &mut Report) -> Option<SubjectResult> {
    report.leave(&mut element, &UNUSED_OF_SUBJECT);
    let code = element.take_text("vakcode");
    let name = element.take_text("vakleergebied").or_else(|| code.map(|code| format!("vak {code}")));
    let mut marks =
        ["exameneindcijfer", "beoordelingexamenvak", "eindcijferse", "rapportcijfer"].map(|name| element.take_text(name)).into_iter();
    let mark = marks.find_map(|mark| mark).or_else(|| paper(&mut element, report));
    let finished_on = report.date(SUBJECTS, element.take_text("datumafgerond"));
    element.leave_out(&["afgerond", "examenvak"]);
    report.rest(SUBJECTS, &element);
    Some(SubjectResult { subject: report.text(SUBJECTS, name)?, result: report.text(SUBJECTS, mark), finished_on })
}

/// The school's judgement of a paper; its title is the learner's to show.
fn paper(element: &mut Element, report: &mut Report) -> Option<String> {
    let mut paper = element.take("werkstuk")?;
    report.dropped("leerling/resultaatvakkenvo/werkstuk", "The title of a paper is not a result.");
    report.ask(PAPERS, "The learner may want to show a paper in the portfolio; ask.");
    paper.take_text("werkstukbeoordeling")
}

/// Of each subject on the lists the latest mark.
fn from_lists(learner: &mut Element, report: &mut Report) -> Vec<SubjectResult> {
    let mut marks: Vec<(String, Element)> = Vec::new();
    for mut list in learner.take_list("cijferlijstlijst", "cijferlijst") {
        let listed_on = list.take_text("afnamedatum").unwrap_or_default();
        let mut items = list.take("cijferlijstTypelijst").map(|mut list| list.take_all("onderdeel")).unwrap_or_default();
        marks.extend(items.drain(..).map(|mut item| (item.take_text("afnamedatum").unwrap_or_else(|| listed_on.clone()), item)));
    }
    if marks.is_empty() {
        return Vec::new();
    }
    marks.sort_by(|(one, _), (other, _)| Reverse(one).cmp(&Reverse(other)));
    report.mapped(LISTS, "Of each subject the latest mark on a report, unless a final mark was given.");
    report.dropped("leerling/cijferlijstlijst", "Totals, earlier marks and the names of reports are not taken over.");
    latest(marks, report)
}

fn latest(marks: Vec<(String, Element)>, report: &mut Report) -> Vec<SubjectResult> {
    let mut seen = HashSet::new();
    let mut subjects = Vec::new();
    for (_, mut item) in marks {
        if subjects.len() > MOST_SUBJECTS {
            break;
        }
        let Some(name) = item.take_text("naam").filter(|name| seen.insert(key(name))) else { continue };
        let score = item.take("score").and_then(|mut score| score.take_text("waarde").or_else(|| score.take_text("kwalificatie")));
        subjects.extend(report.text(LISTS, Some(name)).map(|subject| SubjectResult {
            subject,
            result: report.text(LISTS, score),
            finished_on: None,
        }));
    }
    subjects
}
