//! Beginning a handover.

use chrono::NaiveDate;
use diesel::{insert_into, prelude::*};
use estafette_contract::{
    ApplicationReference, CodeList, Drafted, HandoverStatus, NamedPerson, NewHandover, NewRepresentative, NewView, ProblemKind,
    SectionContent, Text, Transition, Urgency, scope::HandoversOffer,
};
use uuid::Uuid;

use super::{continuing, demand_grant, engine, sections, watched};
use crate::{
    DbError, DbResult, Fault, events, facts,
    learners::{Learner, NewPerson, PERSON, Personal, enrol, representatives},
    partners::{self, Partner},
    schema::handovers,
    store::{Cx, Tx, new_id},
    views,
};

/// Begins a handover of a learner this partner knows, if need be with what an earlier one holds; it is seen by nobody else yet.
///
/// # Errors
/// When the learner or receiver is not there, or the transition does not connect sender and receiver.
pub fn draft(tx: &mut Tx<'_, HandoversOffer>, new: &NewHandover) -> DbResult<Drafted> {
    let cx = &mut tx.cx;
    let learner = Learner::met(cx, new.learner_id)
        .map_err(|_| DbError::field("/learnerId", "unknown-learner", "Register the learner first, and use the id that answers."))?;
    let learner = Learner::lock(cx, &learner.id)?;
    let id = insert(cx, &learner, new)?;
    match &new.continues_from {
        Some(from) => continuing::copy(cx, &learner, id, from),
        None => Ok(Drafted { id, copied: Vec::new(), left_out: Vec::new() }),
    }
}

/// A dossier read from another system, ready to become a draft.
#[derive(Debug, Clone)]
pub struct ImportedDraft {
    /// The name the learner goes by.
    pub given_name: Text<80>,
    /// Particle before the family name.
    pub family_name_prefix: Option<Text<40>>,
    /// Family name.
    pub family_name: Text<120>,
    /// Day of birth.
    pub born_on: NaiveDate,
    /// The transition.
    pub transition: Transition,
    /// Where it is sent.
    pub receiver: Uuid,
    /// Who at the sender can be spoken with.
    pub contact: NamedPerson,
    /// The receiving school's own reference to the learner's application.
    pub application_reference: Option<ApplicationReference>,
    /// The legal representatives the dossier names.
    pub representatives: Vec<NewRepresentative>,
    /// The view as the school recorded it before.
    pub view: Option<NewView>,
    /// The sections, each at most once.
    pub sections: Vec<SectionContent>,
}

/// Registers the learner of an imported dossier and begins a handover with its sections.
///
/// Sections the exchange matrix forbids are left out and named in the second part of the answer.
///
/// # Errors
/// When the day of birth cannot be, or the transition does not connect sender and receiver.
pub fn draft_imported(tx: &mut Tx<'_, HandoversOffer>, new: &ImportedDraft) -> DbResult<(Uuid, Uuid, Vec<estafette_contract::Section>)> {
    let cx = &mut tx.cx;
    let personal = Personal {
        given_name: new.given_name.clone(),
        family_name_prefix: new.family_name_prefix.clone(),
        family_name: new.family_name.clone(),
        born_on: new.born_on,
    };
    let (learner_id, pseudonym) = enrol(cx, NewPerson { personal, responsible: &new.contact, desk: None })?;
    let learner = Learner::lock(cx, &learner_id)?;
    let id = insert(cx, &learner, &new.as_new(pseudonym.id))?;
    let handover = super::by_id(cx, id)?;
    for representative in &new.representatives {
        representatives::insert(cx, &learner, representative)?;
    }
    if let Some(view) = &new.view {
        views::insert(cx, &handover, &learner, view)?;
    }
    let left_out = sections::put_imported(cx, &handover, &learner, &new.sections)?;
    Ok((id, pseudonym.id, left_out))
}

impl ImportedDraft {
    fn as_new(&self, learner_id: Uuid) -> NewHandover {
        NewHandover {
            learner_id,
            transition: self.transition,
            receiver: estafette_contract::Destination { partner_id: self.receiver, desk: None },
            sender_desk: None,
            sender_contact: self.contact.clone(),
            programme: None,
            application_reference: self.application_reference.clone(),
            urgency: None,
            continues_from: None,
        }
    }
}

pub(super) fn insert(cx: &mut Cx<'_>, learner: &Learner, new: &NewHandover) -> DbResult<Uuid> {
    demand_grant::<HandoversOffer>(cx, new.transition)?;
    let receiver_id = receiver(cx, new)?.id;
    let vault = learner.vault(cx)?;
    let id = new_id();
    let running = watched::of_draft(&cx.house.terms, new.transition, cx.now);
    let programme = new.programme.as_ref().map(serde_json::to_string).transpose().map_err(|_| Fault::Stored("a programme"))?;
    let row = (
        (
            handovers::id.eq(id.to_string()),
            handovers::learner_id.eq(&learner.id),
            handovers::transition.eq(new.transition.code()),
            handovers::status.eq(HandoverStatus::Draft.code()),
            handovers::status_since.eq(cx.at()),
            handovers::term_ends_at.eq(watched::shown_end(&running, HandoverStatus::Draft)),
            handovers::moves_responsibility.eq(new.transition.moves_responsibility()),
            handovers::sender_partner_id.eq(cx.partner()),
            handovers::sender_desk.eq(new.sender_desk.as_ref().map(Text::as_str)),
            handovers::sender_person.eq(vault.conceal(PERSON, &new.sender_contact)?),
        ),
        handovers::sender_professional.eq(cx.actor.professional.as_ref().map(|person| &person.pseudonym)),
        handovers::receiver_partner_id.eq(&receiver_id),
        handovers::receiver_desk.eq(new.receiver.desk.as_ref().map(Text::as_str)),
        handovers::programme.eq(programme),
        handovers::application_reference.eq(new.application_reference.as_ref().map(ApplicationReference::as_str)),
        handovers::urgency.eq(new.urgency.unwrap_or(Urgency::Normal).code()),
        handovers::matrix_version.eq(cx.matrix.version()),
        handovers::created_at.eq(cx.at()),
    );
    insert_into(handovers::table).values(row).execute(cx.conn)?;
    cx.notes.object = Some(id);
    engine::remember_beginning(cx, id)?;
    facts::begin(cx, &id.to_string(), &learner.id, new.transition, &receiver_id, new.programme.as_ref())?;
    let drafted = super::by_id(cx, id)?;
    events::began(cx, &drafted)?;
    watched::keep(cx, &drafted, learner, &running)?;
    Ok(id)
}

/// The receiver, if it takes part and the transition leads there.
fn receiver(cx: &mut Cx<'_>, new: &NewHandover) -> DbResult<Partner> {
    let pointer = "/receiver/partnerId";
    let unknown = || DbError::field(pointer, "unknown-partner", "Choose a partner from /v1/partners.");
    let receiver = partners::find(cx, &new.receiver.partner_id.to_string())?.filter(|p| p.active).ok_or_else(unknown)?;
    let same = receiver.id == cx.partner();
    if !new.transition.connects(cx.actor.kind, receiver.kind()?) || same != new.transition.is_within_one_partner() {
        let error = estafette_contract::FieldProblem {
            pointer: pointer.into(),
            code: "not-connected".into(),
            detail: "This transition does not lead from this sender to this receiver: see /v1/vocabularies/transitions.".into(),
        };
        return Err(DbError::fields(ProblemKind::InvalidField, "Choose another transition or receiver.", vec![error]));
    }
    if same {
        check_desks(new)?;
    }
    Ok(receiver)
}

/// Within one partner it is the desk that hands over, and another desk that receives.
fn check_desks(new: &NewHandover) -> DbResult<()> {
    match (&new.sender_desk, &new.receiver.desk) {
        (None, _) => Err(DbError::field("/senderDesk", "missing", "Within one partner, name the desk that hands over.")),
        (_, None) => Err(DbError::field("/receiver/desk", "missing", "Within one partner, name the desk that receives.")),
        (Some(from), Some(to)) if from == to => Err(DbError::field("/receiver/desk", "same-desk", "Name another desk than the sender's.")),
        _ => Ok(()),
    }
}
