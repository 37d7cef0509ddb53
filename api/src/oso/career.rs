//! What the learner chose and did, what others saw, and what the school advises to talk about.

use estafette_contract::{
    ExperienceContext, Opleidingscode, Role, Section, Text,
    content::{
        CareerProfile, CompetencyReflections, Contact, NamedContact, Observation, Placement, Plan, ProgrammeChoice, QuestionApproach,
        WorkExperience,
    },
};

use super::{
    contact,
    report::{Place, Report, Unused},
    school::in_order,
    tree::Element,
};

const CHOICE: Place = Place::to("leerling/overigvombo", Section::CareerProfile);
const PLACEMENTS: Place = Place::to("leerling/stage", Section::WorkExperience);
const COMPETENCIES: Place = Place::to("leerling/competenties", Section::CompetencyReflections);
const POINTS: Place = Place::to("leerling/overstapadvies/aandachtspunten", Section::Plan);
const CONTACT: Place = Place::at("leerling/overstapadvies/contactnodig");
const MOST_PLACEMENTS: usize = 30;
const MOST_OBSERVATIONS: usize = 40;
/// The flags of `overigvombo`, and what the receiver may ask the learner for when one is set.
const ASK_FOR: [(&str, &str); 4] = [
    ("portfolio", "portfolio"),
    ("pop", "persoonlijk ontwikkelingsplan (pop)"),
    ("motivatiebrief", "motivatiebrief"),
    ("lobdossier", "LOB-dossier"),
];
const AN_ADVICE: &str = "Advice on a level of vo, wishes for it and reasons are no basis for guidance or placement in mbo.";
const UNUSED_OF_ADVICE: [Unused; 7] = [
    ("advies", "leerling/overstapadvies", AN_ADVICE),
    ("wensouders", "leerling/overstapadvies", AN_ADVICE),
    (
        "wensleerling",
        "leerling/overstapadvies/wensleerling",
        "It is a level of vo; what the learner wants in mbo stands in the career profile.",
    ),
    ("herzienadvies", "leerling/overstapadvies", AN_ADVICE),
    ("motivatie_herzienadvies", "leerling/overstapadvies", AN_ADVICE),
    ("profiel", "leerling/overstapadvies", AN_ADVICE),
    ("argumentatie", "leerling/overstapadvies", AN_ADVICE),
];

/// Whether the sending school wants to be spoken with, and with whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactWish {
    /// Whether contact is needed.
    pub wanted: bool,
    /// The person at the sending school.
    pub person: Option<NamedContact>,
}

/// Takes the choice of what to do next and what the learner has to show.
pub(super) fn profile(learner: &mut Element, report: &mut Report) -> Option<CareerProfile> {
    let mut choice = learner.take("overigvombo")?;
    report.leave(
        &mut choice,
        &[("beroepskeuzetest", "leerling/overigvombo/beroepskeuzetest", "Tests are not taken over, nor that there was one.")],
    );
    let mut profile = CareerProfile::default();
    let wish = choice.take_text("keuzevervolgopleiding");
    let opleidingscode = wish.as_deref().and_then(opleidingscode);
    profile.programme_choices.extend(report.text(CHOICE, wish).map(|name| ProgrammeChoice { opleidingscode, name }));
    for (flag, thing) in ASK_FOR {
        let has = choice.take_text(flag);
        if report.flag(CHOICE, has) == Some(true) {
            profile.ask_for.extend(report.text(CHOICE, Some(thing.to_owned())));
        }
    }
    report.rest(CHOICE, &choice);
    if profile == CareerProfile::default() {
        report.dropped("leerling/overigvombo", "Holds no choice and nothing to ask the learner for.");
        return None;
    }
    if !profile.ask_for.is_empty() {
        report.ask(
            CHOICE,
            "The learner has things to show that are not in the dossier; the profile lists them under `askFor`. Ask the learner for them.",
        );
    }
    report.mapped(CHOICE, "The choice of programme, and what the receiver may ask the learner for.");
    Some(profile)
}

/// The five digits of a qualification, if the text has exactly one such word.
fn opleidingscode(text: &str) -> Option<Opleidingscode> {
    let mut codes = text.split(|c: char| !c.is_alphanumeric()).filter_map(|word| Opleidingscode::new(word).ok());
    codes.next().filter(|_| codes.next().is_none())
}

/// Takes placements without the verdict on them.
pub(super) fn experience(learner: &mut Element, report: &mut Report) -> Option<WorkExperience> {
    let mut stages = learner.take_all("stage");
    report.at_most(PLACEMENTS, &mut stages, MOST_PLACEMENTS);
    let mut placements: Vec<Placement> = stages.into_iter().filter_map(|stage| placement(stage, report)).collect();
    if placements.is_empty() {
        return None;
    }
    placements.sort_by_key(|placement| std::cmp::Reverse(placement.started_on));
    report.mapped(PLACEMENTS, "Placements with role, organisation and dates. What was learned is the learner's to add.");
    Some(WorkExperience { placements })
}

fn placement(mut stage: Element, report: &mut Report) -> Option<Placement> {
    report.leave(
        &mut stage,
        &[("beoordeling", "leerling/stage/beoordeling", "A verdict on the learner; the learner can say what was learned.")],
    );
    let started_on = report.date(PLACEMENTS, stage.take_text("begindatum"));
    let ended_on = report.date(PLACEMENTS, stage.take_text("einddatum"));
    let role = match (stage.take_text("functierol"), stage.take_text("soortstage")) {
        (Some(role), Some(kind)) => format!("{role} ({kind})"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => "stage".to_owned(),
    };
    let organisation = organisation(&mut stage, report);
    report.rest(PLACEMENTS, &stage);
    let role = report.text(PLACEMENTS, Some(role))?;
    let ended_on = in_order(started_on, ended_on, PLACEMENTS, report);
    Some(Placement { context: ExperienceContext::Bpv, role, organisation, started_on, ended_on, learned: None })
}

fn organisation(stage: &mut Element, report: &mut Report) -> Option<Text<160>> {
    let mut organisation = stage.take("instelling")?;
    if organisation.leave_out(&["adreslijst", "communicatielijst"]) {
        report.dropped("leerling/stage/instelling", "Of the organisation only the name is taken over.");
    }
    let name = report.text(PLACEMENTS, organisation.take_text("naam"));
    report.rest(PLACEMENTS, &organisation);
    name
}

/// Takes what others saw, never as the learner's own reflection.
pub(super) fn observations(learner: &mut Element, report: &mut Report) -> Option<CompetencyReflections> {
    let mut seen = learner.take_all("competenties");
    report.at_most(COMPETENCIES, &mut seen, MOST_OBSERVATIONS);
    let observations: Vec<Observation> = seen.into_iter().filter_map(|element| observation(element, report)).collect();
    if observations.is_empty() {
        return None;
    }
    report.mapped(
        COMPETENCIES,
        "What others saw became observations of the school (as mentor); the learner's own reflections are the learner's to write.",
    );
    report.ask(COMPETENCIES, "Check who made each observation, and that none leans on a test.");
    Some(CompetencyReflections { reflections: Vec::new(), observations })
}

fn observation(mut element: Element, report: &mut Report) -> Option<Observation> {
    report.leave(
        &mut element,
        &[(
            "competentiestatus",
            "leerling/competenties/competentiestatus",
            "A mark for a competence is not handed over: there are no scores and no ranking.",
        )],
    );
    let about = report.prose(COMPETENCIES, element.take_text("competentiecategorie"));
    let words = [element.take_text("competentiereferentie"), element.take_text("competentiebeschrijving")];
    let text = words.into_iter().flatten().collect::<Vec<_>>().join("\n");
    report.rest(COMPETENCIES, &element);
    Some(Observation { by_role: Role::Mentor, about, text: report.prose(COMPETENCIES, Some(text))? })
}

/// Takes the points of attention, and whom to speak with.
pub(super) fn advice(learner: &mut Element, report: &mut Report) -> (Option<Plan>, Option<ContactWish>) {
    let Some(mut advice) = learner.take("overstapadvies") else { return (None, None) };
    report.leave(&mut advice, &UNUSED_OF_ADVICE);
    let plan = points(&mut advice, report);
    let contact = contact_wish(&mut advice, report);
    report.rest(POINTS, &advice);
    (plan, contact)
}

fn points(advice: &mut Element, report: &mut Report) -> Option<Plan> {
    let question = report.prose(POINTS, advice.take_text("aandachtspunten"))?;
    let approach = report.text(POINTS, Some("Bespreken in het warme overdrachtsgesprek.".into()))?;
    report.mapped(POINTS, "Became a question of the plan, to be discussed in the warm handover talk.");
    report.ask(POINTS, "Check that the question holds nothing about health or the home, and write the approach with the learner.");
    Some(Plan { pairs: vec![QuestionApproach { question, approach }], steps: Vec::new() })
}

fn contact_wish(advice: &mut Element, report: &mut Report) -> Option<ContactWish> {
    let wanted = report.is_set(advice, "contactnodig", CONTACT);
    let name = report.text(CONTACT, advice.take_text("contactpersoon"));
    let phone = contact::number(advice.take_text("contacttelefoon"), CONTACT, report);
    let email = contact::mailbox(advice.take_text("contactemail"), CONTACT, report);
    let reachable_at = (phone.is_some() || email.is_some()).then_some(Contact { email, phone });
    let person = name.map(|name| NamedContact { name, reachable_at });
    if !wanted && person.is_none() {
        report.dropped("leerling/overstapadvies/contactnodig", "No contact is wanted and nobody is named.");
        return None;
    }
    report.mapped(CONTACT, "Whether contact is wanted, and with whom at the sending school.");
    if person.is_none() {
        report.ask(
            CONTACT,
            "Contact is wanted but nobody is named, so no number or address was taken over either. Name who can be spoken with.",
        );
    }
    Some(ContactWish { wanted, person })
}
