//! What the calls of the demo carry, as they go over the wire.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};
use estafette_contract::{CodeList, ConsentText, Giver, Ground, Language, Section, TextKind};
use estafette_db::dutch_day;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    course::Step,
    script::{LearnerLine, LegLine, PartnerLine},
};

/// What the body of a step may need to know.
pub(super) struct Facts<'a> {
    /// Which learner of the region, for taking turns.
    pub(super) number: usize,
    pub(super) sender: &'a PartnerLine,
    pub(super) receiver: &'a PartnerLine,
    /// The desk that receives.
    pub(super) desk: &'a str,
    /// The representative who speaks for a learner under sixteen.
    pub(super) representative: Option<Uuid>,
    pub(super) application: Option<&'a str>,
    /// When the step is taken.
    pub(super) at: DateTime<Utc>,
}

/// The last part of a step's path, whether the receiver takes it, and its body.
pub(super) fn step(step: Step, facts: &Facts<'_>) -> (&'static str, bool, Value) {
    let because = |reason: &str, text: &str| json!({ "reason": reason, "explanation": text });
    match step {
        Step::Draft | Step::Inform => ("informings", false, informing(facts)),
        Step::Review => ("_review", false, json!({})),
        Step::View => ("views", false, view(facts)),
        Step::Ready => ("_ready", false, json!({})),
        Step::Offer => ("_offer", false, json!({})),
        Step::Accept => ("_accept", true, accepting(facts)),
        Step::Talk => ("conversations", true, conversation(facts)),
        Step::Transfer => ("_transfer", false, json!({})),
        Step::TakeOver => ("_takeover", true, json!({ "person": last_person(facts.receiver), "desk": facts.desk })),
        Step::Feedback => ("feedback", true, feedback(facts)),
        Step::Close => ("_close", true, json!({})),
        Step::Decline => ("_decline", true, json!({ "reason": "no_capacity", "explanation": "De opleiding is vol voor dit jaar." })),
        Step::Withdraw => ("_withdraw", false, json!({ "reason": "other_route" })),
        Step::Cancel => ("_cancel", false, because("other_route", "De leerling kiest toch voor een andere opleiding.")),
        Step::Hold => ("_hold", false, because("representative_asked", "We wachten op een gesprek met de ouders.")),
    }
}

/// A learner as its partner registers it.
pub(super) fn learner(learner: &LearnerLine, partner: &PartnerLine, born_on: NaiveDate) -> Value {
    let mut body = name_and_birth(learner, born_on);
    body["responsible"] = first_person(partner);
    body["desk"] = json!(partner.desk);
    body
}

/// A parent of a learner.
pub(super) fn representative(learner: &LearnerLine) -> Value {
    let name = format!("Ouder van {}", learner.name.0);
    json!({ "name": name, "ground": "parental_authority", "reachableAt": { "phone": "0611111111" } })
}

/// The draft of a handover.
pub(super) fn draft(leg: &LegLine, facts: &Facts<'_>, learner: Uuid, receiver: Uuid, programme: Option<&Value>) -> Value {
    let mut body = json!({
        "learnerId": learner,
        "transition": leg.transition,
        "receiver": { "partnerId": receiver, "desk": facts.desk },
        "senderDesk": facts.sender.desk,
        "senderContact": first_person(facts.sender),
    });
    if let Some(programme) = programme {
        body["programme"] = programme.clone();
        body["programme"]["startsOn"] = json!(next_start(facts.at));
    }
    if let Some(application) = facts.application {
        body["applicationReference"] = json!(application);
    }
    body
}

/// Content of `identity_contact`.
pub(super) fn identity(learner: &LearnerLine, born_on: NaiveDate) -> Value {
    let mut body = name_and_birth(learner, born_on);
    body["reachableAt"] = json!({ "email": format!("{}@leerling.example", learner.name.0.to_lowercase()) });
    body
}

/// A consent to one section; what the learner releases, the learner releases alone.
pub(super) fn consent(section: Section, ground: Ground, facts: &Facts<'_>) -> Value {
    let own = Facts { representative: facts.representative.filter(|_| ground != Ground::OwnRelease), ..*facts };
    let reader = if own.representative.is_some() { Giver::LegalRepresentative } else { Giver::Student };
    let text = TextKind::asked_for(ground).and_then(|kind| ConsentText::current(kind, reader, Language::Nl));
    let mut body = json!({
        "section": section,
        "statement": "given",
        "purpose": format!("Een goede start bij {}", facts.receiver.name),
        "channel": "paper",
        "statedAt": facts.at,
        "textVersion": text.map(|text| &text.version),
        "textLanguage": text.map(|text| text.language),
        "textSha256": text.map(|text| &text.sha256),
        "scanReference": format!("scan {}-{}", facts.number + 1, section.code()),
    });
    speak(&mut body, &own);
    body
}

/// The day a learner of this age was born, so that no birthday falls between the first step and today.
pub(super) fn born_on(age: i64, number: usize, today: NaiveDate) -> NaiveDate {
    let since_birthday = 130 + (number as u64 * 37) % 200;
    let year = today.year() - i32::try_from(age).unwrap_or(16);
    let birthday = today.with_day(1).and_then(|day| day.with_year(year)).unwrap_or(today);
    birthday.checked_sub_days(Days::new(since_birthday)).unwrap_or(birthday)
}

fn name_and_birth(learner: &LearnerLine, born_on: NaiveDate) -> Value {
    let (given, particle, family) = &learner.name;
    let mut body = json!({ "givenName": given, "familyName": family, "bornOn": born_on });
    if !particle.is_empty() {
        body["familyNamePrefix"] = json!(particle);
    }
    body
}

fn person((name, role): &(String, estafette_contract::Role), partner: &PartnerLine) -> Value {
    json!({ "name": name, "role": role, "reachableAt": { "email": format!("team@{}.example", partner.client_id) } })
}

fn first_person(partner: &PartnerLine) -> Value {
    partner.people.first().map(|who| person(who, partner)).unwrap_or_default()
}

fn last_person(partner: &PartnerLine) -> Value {
    partner.people.last().map(|who| person(who, partner)).unwrap_or_default()
}

/// Who accepts at a partner, for this application.
pub(super) fn acceptance(receiver: &PartnerLine, application: Option<&str>) -> Value {
    let mut body = json!({ "person": first_person(receiver) });
    if let Some(application) = application {
        body["applicationReference"] = json!(application);
    }
    body
}

fn accepting(facts: &Facts<'_>) -> Value {
    acceptance(facts.receiver, facts.application)
}

fn informing(facts: &Facts<'_>) -> Value {
    let informed = if facts.representative.is_some() { "legal_representative" } else { "student" };
    json!({ "informed": informed, "informedAt": facts.at, "channel": "spoken", "textVersion": "2026-1" })
}

/// Most agree; now and then somebody does not, and that travels along.
fn view(facts: &Facts<'_>) -> Value {
    let mut body = json!({ "agreed": "yes", "ownText": "Ik vind het goed dat ze dit weten", "channel": "spoken", "givenAt": facts.at });
    if facts.number % 8 == 7 {
        body["agreed"] = json!("no");
        body["reason"] = json!("Ik vertel liever zelf hoe het met mij gaat");
    }
    speak(&mut body, facts);
    body
}

/// Who speaks: the student from sixteen on, a representative before.
fn speak(body: &mut Value, facts: &Facts<'_>) {
    match facts.representative {
        Some(id) => {
            body["giver"] = json!("legal_representative");
            body["representativeId"] = json!(id);
        }
        None => body["giver"] = json!("student"),
    }
}

fn conversation(facts: &Facts<'_>) -> Value {
    let roles: Vec<Value> = [facts.sender, facts.receiver].iter().filter_map(|p| p.people.first()).map(|(_, role)| json!(role)).collect();
    let mut participants = vec![json!("student")];
    participants.extend(roles);
    participants.dedup();
    json!({
        "kind": "warm_handover", "outcome": "held", "form": "video", "heldAt": facts.at,
        "participants": participants, "agreed": "De begeleider belt in de eerste week.",
    })
}

fn feedback(facts: &Facts<'_>) -> Value {
    let day = dutch_day(facts.at - TimeDelta::days(1));
    json!({ "moment": "extended_intake", "outcome": "right_place", "observedOn": day, "note": "Voelt zich thuis in de groep." })
}

/// The first of September that comes next.
fn next_start(at: DateTime<Utc>) -> Option<NaiveDate> {
    let today = dutch_day(at);
    let year = if today.month() < 9 { today.year() } else { today.year() + 1 };
    NaiveDate::from_ymd_opt(year, 9, 1)
}
