//! A learner on the way, step by step.

use estafette_contract::{Ground, Matrix, MatrixCell, Section};
use estafette_db::dutch_day;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    bodies::{self, Facts},
    course::{Step, course},
    script::{LearnerLine, LegLine},
    stage::{Seat, Stage},
};
use crate::cli::outcome::Outcome;

/// The age from which a young person speaks for themself.
const SPEAKS_FOR_THEMSELF: i64 = 16;

/// A learner of the region and what is known of them by now.
pub(super) struct Traveller<'a> {
    number: usize,
    line: &'a LearnerLine,
    learner: Option<Uuid>,
    representative: Option<Uuid>,
    handovers: Vec<Option<Uuid>>,
}

/// One handover of the learner with its two partners.
struct Leg<'a> {
    number: usize,
    line: &'a LegLine,
    sender: &'a Seat<'a>,
    receiver: &'a Seat<'a>,
    application: Option<String>,
}

impl<'a> Traveller<'a> {
    /// The learner with this number, at home.
    pub(super) fn new(number: usize, line: &'a LearnerLine) -> Self {
        Self { number, line, learner: None, representative: None, handovers: vec![None; line.legs.len()] }
    }

    /// Takes the steps that were taken at this moment.
    pub(super) async fn travel(&mut self, stage: &Stage<'_>) -> Outcome {
        for (number, line) in self.line.legs.iter().enumerate() {
            let leg = self.leg(number, line, stage)?;
            for (step, _) in course(line).into_iter().filter(|(_, days_ago)| *days_ago == stage.days_ago) {
                self.take(step, &leg, stage).await?;
                stage.progress.step();
            }
        }
        Ok(())
    }

    fn leg<'s>(&self, number: usize, line: &'s LegLine, stage: &'s Stage<'_>) -> Outcome<Leg<'s>>
    where
        'a: 's,
    {
        let year = stage.began_at.format("%Y");
        let application = || format!("A-{year}-{:04}", self.number * 10 + number + 1);
        Ok(Leg {
            number,
            line,
            sender: stage.seats.of(&self.line.at)?,
            receiver: stage.seats.of(&line.to)?,
            application: line.transition.needs_application().then(application),
        })
    }

    async fn take(&mut self, step: Step, leg: &Leg<'_>, stage: &Stage<'_>) -> Outcome {
        if step == Step::Draft {
            return self.draft(leg, stage).await;
        }
        let Some(handover) = self.handovers[leg.number] else { return Ok(()) };
        let (path, by_receiver, body) = bodies::step(step, &self.facts(leg, stage));
        let seat = if by_receiver { leg.receiver } else { leg.sender };
        let key = format!("{}.{}.{step:?}", self.number, leg.number);
        seat.post(&format!("/v1/handovers/{handover}/{path}"), &body, &key).await.map(drop)
    }

    fn facts<'f>(&self, leg: &'f Leg<'_>, stage: &Stage<'_>) -> Facts<'f> {
        Facts {
            number: self.number,
            sender: leg.sender.line,
            receiver: leg.receiver.line,
            desk: leg.line.desk.as_ref().unwrap_or(&leg.receiver.line.desk),
            representative: self.representative,
            application: leg.application.as_deref(),
            at: stage.at,
        }
    }

    fn born_on(&self, stage: &Stage<'_>) -> chrono::NaiveDate {
        bodies::born_on(self.line.age, self.number, dutch_day(stage.began_at))
    }

    async fn draft(&mut self, leg: &Leg<'_>, stage: &Stage<'_>) -> Outcome {
        let learner = match self.learner {
            Some(known) => known,
            None => self.register(leg.sender, stage).await?,
        };
        let facts = self.facts(leg, stage);
        let programme = leg.line.programme.as_ref().and_then(|name| stage.script.programmes.get(name));
        let body = bodies::draft(leg.line, &facts, learner, leg.receiver.id, programme);
        let key = format!("{}.{}.draft", self.number, leg.number);
        let handover = leg.sender.post("/v1/handovers", &body, &key).await?;
        for cell in self.cells(leg, stage) {
            self.write(cell, handover, leg, stage).await?;
        }
        self.handovers[leg.number] = Some(handover);
        Ok(())
    }

    async fn register(&mut self, sender: &Seat<'_>, stage: &Stage<'_>) -> Outcome<Uuid> {
        let body = bodies::learner(self.line, sender.line, self.born_on(stage));
        let learner = sender.post("/v1/learners", &body, &format!("{}.learner", self.number)).await?;
        if self.line.age < SPEAKS_FOR_THEMSELF {
            let path = format!("/v1/learners/{learner}/representatives");
            let key = format!("{}.representative", self.number);
            self.representative = Some(sender.post(&path, &bodies::representative(self.line), &key).await?);
        }
        self.learner = Some(learner);
        Ok(learner)
    }

    /// What is told of this learner: what the transition requires and what the school tells, as far as it is allowed.
    fn cells(&self, leg: &Leg<'_>, stage: &Stage<'_>) -> Vec<MatrixCell> {
        let told = stage.script.sections.tells.get(&self.line.tells).map_or(&[][..], Vec::as_slice);
        let required = leg.line.transition.required_sections();
        let sections = required.iter().chain(told.iter().filter(|section| !required.contains(section)));
        let cell = |section: &Section| Matrix::shipped().cell(leg.line.transition, leg.receiver.line.kind, *section);
        sections.map(cell).filter(|cell| cell.ground != Ground::Forbidden).collect()
    }

    /// Writes a section, with its necessity and the consent it rests on where that is asked.
    async fn write(&self, cell: MatrixCell, handover: Uuid, leg: &Leg<'_>, stage: &Stage<'_>) -> Outcome {
        let key = format!("{}.{}.{}", self.number, leg.number, cell.section);
        let mut body = json!({ "content": self.content(cell.section, stage) });
        if cell.necessity {
            body["necessity"] = stage.script.sections.necessity.clone();
        }
        leg.sender.put_once(&format!("/v1/handovers/{handover}/sections/{}", cell.section), &body, &key).await?;
        if cell.ground.needs_consent() {
            let consent = bodies::consent(cell.section, cell.ground, &self.facts(leg, stage));
            leg.sender.post(&format!("/v1/handovers/{handover}/consents"), &consent, &key).await?;
        }
        Ok(())
    }

    fn content(&self, section: Section, stage: &Stage<'_>) -> Value {
        if section == Section::IdentityContact {
            return bodies::identity(self.line, self.born_on(stage));
        }
        let contents = stage.script.sections.contents.get(&section).map_or(&[][..], Vec::as_slice);
        contents.get(self.number % contents.len().max(1)).cloned().unwrap_or_default()
    }
}
