//! The quality frame: what makes a handover a good one, as data. It is about the handover, never about a person, and nobody gets a score.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{CodeList, Sentence, Transition, code_list};

code_list! {
    /// What a good handover has.
    Criterion = "quality-criteria" {
        Complete = "complete", "compleet voor deze overstap", "complete for its profile";
        Competencies = "competencies", "op alle vijf de loopbaancompetenties teruggekeken", "all five competencies reflected on";
        OwnWords = "own_words", "in de eigen woorden van de student", "the student's own words present";
        SupportKnown = "support_known", "over ondersteuning is iets bekend", "the support statement is not \"nothing known\"";
        View = "view", "de student heeft gereageerd", "the student's view present";
        NamedPersons = "named_persons", "er staat wie te bereiken is", "a person who can be reached is named";
        InTime = "in_time", "op tijd", "in time";
        Conversation = "conversation", "er is een warm gesprek gevoerd", "a warm conversation was held";
        Feedback = "feedback", "er is teruggekoppeld", "feedback was given";
    }
}

impl Criterion {
    /// Its place among the bits a fact keeps.
    #[must_use]
    pub fn bit(self) -> i64 {
        1 << Self::ALL.iter().position(|one| *one == self).unwrap_or_default()
    }

    /// Whether it can be met before a handover is offered.
    #[must_use]
    pub fn before_offer(self) -> bool {
        !matches!(self, Self::Conversation | Self::Feedback)
    }

    /// Whether it is asked at a transition: work and case workers are not sent what they may not hold.
    #[must_use]
    pub fn is_asked_at(self, transition: Transition) -> bool {
        let to_work = matches!(transition, Transition::MboEmployer | Transition::LearningWorkBbl);
        !(to_work && self == Self::SupportKnown)
    }

    /// What would help when it is not met.
    #[must_use]
    pub fn helps(self) -> Sentence {
        let (nl, en) = match self {
            Self::Complete => ("Schrijf de onderdelen die deze overstap vraagt.", "Write the sections that the transition requires."),
            Self::Competencies => (
                "Vraag de student bij elke loopbaancompetentie om een paar eigen zinnen.",
                "Ask the student for a few sentences on each career competency.",
            ),
            Self::OwnWords => (
                "Laat de student iets schrijven: een reflectie, of een loopbaanprofiel.",
                "Let the student write: a reflection, or a career profile.",
            ),
            Self::SupportKnown => (
                "Vraag wat nodig is en wat werkt, of bevestig samen dat er niets nodig is.",
                "Ask what is needed and what works, or attest together that nothing is.",
            ),
            Self::View => {
                ("Geef de student tijd om te lezen en leg de reactie vast.", "Give the student time to read, and record the view.")
            }
            Self::NamedPersons => {
                ("Noem iemand met een e-mailadres of telefoonnummer.", "Name somebody with an e-mail address or telephone number.")
            }
            Self::InTime => (
                "Bied aan voor de termijn voorbij is; voor het mbo is dat 1 april.",
                "Offer before the term is over; for mbo that is the first of April.",
            ),
            Self::Conversation => {
                ("Plan een gesprek met de student en beide kanten erbij.", "Plan a conversation with the student and both sides.")
            }
            Self::Feedback => ("Vraag de ontvanger na tien weken hoe het gaat.", "Ask the receiver after ten weeks how it goes."),
        };
        Sentence { nl: nl.into(), en: en.into() }
    }
}

/// One criterion, and whether it is met now.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CriterionView {
    /// The criterion.
    pub criterion: Criterion,
    /// Whether it is met.
    pub met: bool,
    /// What would help, when it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub helps: Option<Sentence>,
}

/// How a handover stands against the quality frame; for its sender, and no ranking.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QualityView {
    /// The transition, which decides what is asked.
    pub transition: Transition,
    /// The criteria, in order.
    pub criteria: Vec<CriterionView>,
}

impl QualityView {
    /// From the bits of what is met.
    #[must_use]
    pub fn of(transition: Transition, met: i64) -> Self {
        let asked = Criterion::ALL.iter().filter(|criterion| criterion.is_asked_at(transition));
        let line = |criterion: &Criterion| {
            let met = met & criterion.bit() != 0;
            CriterionView { criterion: *criterion, met, helps: (!met).then(|| criterion.helps()) }
        };
        Self { transition, criteria: asked.map(line).collect() }
    }
}
