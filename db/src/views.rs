//! The learner's view (zienswijze), as the school records it.

use chrono::NaiveDateTime;
use diesel::{insert_into, prelude::*};
use estafette_contract::{
    Channel, Created, Giver, HandoverStatus, NewOwnView, NewView, NoticeKind, ProblemKind, Section, SectionAnswer, ViewRecord,
    scope::ConsentsWrite,
};
use uuid::Uuid;

use crate::{
    DbError, DbResult,
    handovers::{Handover, about, held_by_sender, move_refused},
    informings::not_in_future,
    learners::{Learner, Vault, representatives},
    notices,
    own::{OwnScope, Session},
    schema::views,
    store::{Cx, Tx, new_id},
    stored,
};

fn place(id: &str) -> String {
    format!("views.content|{id}")
}

/// Records what the learner, or who represents the learner, thinks of a handover under review.
///
/// # Errors
/// When it is not under review, or the representative is not on record.
pub fn record(tx: &mut Tx<'_, ConsentsWrite>, handover: Uuid, new: &NewView) -> DbResult<Created> {
    let cx = &mut tx.cx;
    let (handover, learner) = held_by_sender(cx, handover)?;
    if handover.status()? != HandoverStatus::InReview {
        return Err(move_refused(cx, &handover, "A view is recorded while the handover is under review.")?);
    }
    not_in_future(cx, "/givenAt", new.given_at)?;
    check_giver(cx, &learner.id, new.giver, new.representative_id)?;
    insert(cx, &handover, &learner, new)
}

/// Records what the learner, or who represents the learner, says on the own page of a handover under review; the sender is told.
///
/// # Errors
/// When it is not under review.
pub fn say(tx: &mut Tx<'_, OwnScope>, who: &Session, handover: Uuid, new: &NewOwnView) -> DbResult<Created> {
    let cx = &mut tx.cx;
    let (learner, _) = who.hold(cx)?;
    let handover = about(cx, &learner, handover)?;
    if handover.status()? != HandoverStatus::InReview {
        return Err(DbError::refused(
            ProblemKind::Conflict,
            "What you think of it can be said while the handover is there for you to read.",
        ));
    }
    let new = new.clone();
    let view = NewView {
        giver: who.giver(),
        representative_id: who.representative(),
        agreed: new.agreed,
        reason: new.reason,
        own_text: new.own_text,
        what_works: new.what_works,
        reflections: new.reflections,
        sections: new.sections,
        channel: Channel::OwnPage,
        given_at: cx.now,
        evidence: None,
    };
    notices::tell_sender(cx, &handover, NoticeKind::ViewGiven)?;
    insert(cx, &handover, &learner, &view)
}

/// Puts a view on record, whoever brought it.
pub(crate) fn insert(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, new: &NewView) -> DbResult<Created> {
    let id = new_id();
    let row = (
        views::handover_id.eq(&handover.id),
        views::id.eq(id.to_string()),
        views::content.eq(learner.vault(cx)?.conceal(&place(&id.to_string()), new)?),
        views::recorded_at.eq(cx.at()),
    );
    insert_into(views::table).values(row).execute(cx.conn)?;
    Ok(Created { id })
}

/// Refuses a representative who is not on record for this learner, or a student with one.
pub(crate) fn check_giver(cx: &mut Cx<'_>, learner: &str, giver: Giver, representative: Option<Uuid>) -> DbResult<()> {
    let pointer = "/representativeId";
    match (giver, representative) {
        (Giver::Student, None) => Ok(()),
        (Giver::Student, Some(_)) => Err(DbError::field(pointer, "not-a-student", "Leave the representative out when the student speaks.")),
        (Giver::LegalRepresentative, None) => Err(DbError::field(pointer, "missing", "Name the representative on record.")),
        (Giver::LegalRepresentative, Some(id)) if representatives::exists(cx, learner, id)? => Ok(()),
        (Giver::LegalRepresentative, Some(_)) => {
            Err(DbError::field(pointer, "unknown-representative", "Record the representative first, and use the id that answers."))
        }
    }
}

/// Whether a view was recorded since this moment.
pub(crate) fn any_since(cx: &mut Cx<'_>, handover: &str, since: NaiveDateTime) -> DbResult<bool> {
    let count: i64 =
        views::table.filter(views::handover_id.eq(handover)).filter(views::recorded_at.ge(since)).count().get_result(cx.conn)?;
    Ok(count > 0)
}

/// A view's row.
#[derive(Debug)]
pub(crate) struct ViewRow {
    pub(crate) id: String,
    pub(crate) content: Vec<u8>,
    pub(crate) recorded_at: NaiveDateTime,
}

impl ViewRow {
    /// The view, with answers for the visible sections only.
    pub(crate) fn open(&self, vault: &Vault, visible: &[Section]) -> DbResult<ViewRecord> {
        let view: NewView = vault.reveal(&place(&self.id), &self.content)?;
        let seen = |answer: &SectionAnswer| visible.contains(&answer.section);
        Ok(ViewRecord {
            id: stored::id(&self.id)?,
            giver: view.giver,
            agreed: view.agreed,
            reason: view.reason,
            own_text: view.own_text,
            what_works: view.what_works,
            reflections: view.reflections,
            sections: view.sections.into_iter().filter(seen).collect(),
            given_at: view.given_at,
            recorded_at: stored::instant(self.recorded_at),
        })
    }
}
