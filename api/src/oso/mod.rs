//! From an OSO 2019.1 dossier, as Dutch school systems export it, to a draft.
//!
//! A pure function: XML in, sections and an import report out. Lines of the report name parts of the dossier and
//! never repeat what stands in them.

mod absence;
mod career;
mod categories;
mod contact;
mod fault;
mod guard;
mod kind;
mod person;
mod report;
mod results;
mod school;
mod support;
#[cfg(test)]
mod tests;
mod tree;
mod view;
mod xml;

pub use career::ContactWish;
pub use fault::OsoFault;
pub use kind::OverstapKind;
pub use person::Person;
pub use view::RecordedView;

use chrono::NaiveDate;
use estafette_contract::{ImportLine, Section, SectionContent, Transition, content::NamedContact};

use guard::Numbers;
use report::{Place, Report};
use tree::Element;

/// The largest dossier that is read.
pub const MAX_BYTES: usize = 10 << 20;
/// The namespace of OSO 2019.
const NAMESPACE: &str = "http://www.edustandaard.nl/oso_gegevensset/2019/dossier";

/// What the sender says beside the dossier.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportOptions {
    /// The transition (`as`): needed for VOVO, and it has to fit the other kinds.
    pub transition: Option<Transition>,
    /// Whether diagnoses go to the health section.
    pub with_health: bool,
}

/// What a dossier became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OsoDraft {
    /// The kind of overstap the dossier names.
    pub kind: OverstapKind,
    /// The transition it stands for.
    pub transition: Transition,
    /// The learner.
    pub person: Person,
    /// The legal representatives, as they also stand in `identity_contact`.
    pub representatives: Vec<NamedContact>,
    /// The sections, each at most once; `support_needs` always.
    pub sections: Vec<SectionContent>,
    /// Whether the sending school wants to be spoken with.
    pub contact: Option<ContactWish>,
    /// The view as the school recorded it.
    pub recorded_view: Option<RecordedView>,
    /// What went where, what was left out and why, what needs a human.
    pub lines: Vec<ImportLine>,
}

/// Reads a dossier.
///
/// # Errors
/// Says why the dossier cannot be read or is of a kind that is not taken in.
pub fn read(xml: &[u8], options: &ImportOptions, today: NaiveDate) -> Result<OsoDraft, OsoFault> {
    let mut dossier = xml::parse(xml)?;
    let mut report = Report::new(today, Numbers::of(&dossier));
    let mut metadata = dossier.take_only("metadata")?;
    let (kind, transition) = kind::recognise(&mut metadata, options.transition)?;
    let mut school = dossier.take_only("huidigeschool")?;
    let mut learner = school.take_only("leerling")?;
    kind::explain(kind, transition, &mut dossier, &mut report);
    categories::leave_out(&mut metadata, &mut [&mut dossier, &mut school, &mut learner], &mut report)?;
    let person = person::read(&mut learner, &mut report)?;
    let recorded_view = view::read(&mut dossier, &mut report);
    let (sections, contact) = sections(&person, &mut metadata, &mut school, &mut learner, options, &mut report);
    report.rest(Place::at("dossier"), &dossier);
    let representatives = representatives(&sections);
    Ok(OsoDraft { kind, transition, person, representatives, sections, contact, recorded_view, lines: report.into_lines() })
}

fn sections(
    person: &Person,
    metadata: &mut Element,
    school: &mut Element,
    learner: &mut Element,
    options: &ImportOptions,
    report: &mut Report,
) -> (Vec<SectionContent>, Option<ContactWish>) {
    const UNUSED: [report::Unused; 5] = [
        ("overigdocumentlijst", "leerling/overigdocumentlijst", "Embedded files are not taken over."),
        ("vanpeuterspeelzaal", "leerling/vanpeuterspeelzaal", BEFORE_SCHOOL),
        ("naampeuterspeelzaal", "leerling/naampeuterspeelzaal", BEFORE_SCHOOL),
        ("voorschools", "leerling/voorschools", BEFORE_SCHOOL),
        ("vroegschools", "leerling/vroegschools", BEFORE_SCHOOL),
    ];
    let current = school::CurrentSchool::read(school, report);
    let mut support = learner.take("onderwijsondersteuning").unwrap_or_default();
    let (plan, contact) = career::advice(learner, report);
    let made_on = metadata.take_text("datum");
    let sections = [
        Some(person::identity(person, learner, report).into()),
        school::read(learner, &current, report).map(Into::into),
        results::read(learner, report).map(Into::into),
        career::experience(learner, report).map(Into::into),
        support::health(&mut support, options.with_health, report).map(Into::into),
        Some(support::read(&mut support, report).into()),
        absence::read(learner, made_on.as_deref(), report).map(Into::into),
        career::profile(learner, report).map(Into::into),
        career::observations(learner, report).map(Into::into),
        plan.map(Into::into),
    ];
    report.leave(learner, &UNUSED);
    report.rest(Place::to("leerling", Section::IdentityContact), learner);
    (sections.into_iter().flatten().collect(), contact)
}

const BEFORE_SCHOOL: &str = "What came before school is not needed for this transition.";

fn representatives(sections: &[SectionContent]) -> Vec<NamedContact> {
    let identity = sections.iter().find_map(|section| match section {
        SectionContent::IdentityContact(identity) => Some(identity),
        _ => None,
    });
    identity.map(|identity| identity.representatives.clone()).unwrap_or_default()
}
