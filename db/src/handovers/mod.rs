//! Handovers: the row, who may know of it, and how a partner stands to it.

mod acquaintance;
mod alter;
mod boxes;
mod clock;
mod contents;
mod continuing;
mod draft;
mod engine;
mod erased;
mod fresh;
mod grounds;
mod guards;
mod history;
pub(crate) mod items;
mod listed;
mod owed;
mod own;
mod plan;
mod profiles;
mod quality;
mod record;
mod search;
mod sections;
mod standings;
mod steps;
mod switch;
mod view;
mod watched;

use chrono::NaiveDateTime;
use diesel::{
    backend::Backend,
    dsl::{auto_type, exists},
    expression::ValidGrouping,
    prelude::*,
    query_builder::{AstPass, QueryFragment, QueryId},
    sql_types::Bool,
};
use estafette_contract::{CodeList, HandoverStatus, NamedPerson, PartnerKind, Party, ProblemKind, Reading, Scope, Transition, scope};
use uuid::Uuid;

pub(crate) use acquaintance::{lets_know, written_by_partner};
pub(crate) use alter::{change_desk, check_other_receiver, decline_for_another, move_start};
pub use boxes::{inbox, outbox};
pub use clock::Round;
pub use draft::{ImportedDraft, draft, draft_imported};
pub(crate) use erased::{end_all, running_of};
pub use fresh::mark_past;
pub(crate) use grounds::Restricted;
pub use history::history;
pub(crate) use listed::{doorstroompunt, from_the_end};
pub(crate) use owed::{Steps, asked, objected, objections_answered, request_answered, requested, settled, steps_stand};
pub(crate) use own::about;
pub use own::{own_list, own_read, own_withdraw, take_along};
pub(crate) use plan::{demand_plan, open_plan, plan_for_receiver};
pub use profiles::{matching_profile, work_profile};
pub use quality::quality;
pub(crate) use record::reads_the_others;
pub use record::{read_record, read_section};
pub use search::search;
pub use sections::{SectionGiven, VersionCondition, put_section, remove_section};
pub(crate) use sections::{cell_if_written, erase, was_written, written};
pub(crate) use standings::{standings, was_given};
pub use steps::{
    accept, cancel, close, confirm_cancel, decline, hold, offer, ready, refuse_cancel, resume, review, take_over, transfer, withdraw,
};
pub use switch::switch;
pub use view::find;
pub(crate) use watched::{conversed, intake_told, referral_due, referral_told};

use crate::{
    DbError, DbResult,
    learners::{Learner, PERSON, Vault},
    partners,
    rules::Relation,
    schema::{handover_moves, handovers, learners},
    store::{Conn, Cx, Said, Saying, on_each},
    stored,
};

/// A handover's row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = handovers)]
pub(crate) struct Handover {
    pub(crate) id: String,
    pub(crate) learner_id: String,
    transition: String,
    status: String,
    resumes_to: Option<String>,
    pub(crate) status_since: NaiveDateTime,
    term_ends_at: Option<NaiveDateTime>,
    moves_responsibility: bool,
    pub(crate) sender_partner_id: String,
    sender_person: Vec<u8>,
    pub(crate) receiver_partner_id: String,
    receiver_desk: Option<String>,
    receiver_person: Option<Vec<u8>>,
    programme: Option<String>,
    pub(crate) application_reference: Option<String>,
    urgency: String,
    transfer_started_at: Option<NaiveDateTime>,
    taken_over_at: Option<NaiveDateTime>,
    /// Who last acted for each side, under their partner's own pseudonym.
    sender_professional: Option<String>,
    receiver_professional: Option<String>,
}

impl Handover {
    pub(crate) fn status(&self) -> DbResult<HandoverStatus> {
        Ok(stored::code(&self.status)?)
    }

    pub(crate) fn transition(&self) -> DbResult<Transition> {
        Ok(stored::code(&self.transition)?)
    }

    /// How the acting partner stands to this handover.
    pub(crate) fn relation(&self, partner: &str) -> Relation {
        match partner {
            _ if partner == self.sender_partner_id => Relation::Sender,
            _ if partner == self.receiver_partner_id => Relation::Receiver,
            _ => Relation::None,
        }
    }

    /// The kind of the receiving partner.
    pub(crate) fn receiver_kind(&self, cx: &mut Cx<'_>) -> DbResult<PartnerKind> {
        partners::kind(cx, &self.receiver_partner_id)
    }

    /// What the acting partner reads of it now.
    pub(crate) fn reading(&self, partner: &str) -> DbResult<Reading> {
        let readings = self.status()?.readings();
        Ok(match self.relation(partner) {
            Relation::Sender => readings.sender,
            Relation::Receiver => readings.receiver,
            Relation::None => Reading::Nothing,
        })
    }

    /// Whether the receiver could read of it once, and may have a copy.
    pub(crate) fn was_transferred(&self) -> bool {
        self.transfer_started_at.is_some()
    }

    fn sender_contact(&self, vault: &Vault) -> DbResult<NamedPerson> {
        vault.reveal(PERSON, &self.sender_person)
    }
}

/// The statuses in which the receiver knows of a handover, in the words of the inbox's partial index.
const SEEN_BY_RECEIVER: &str = "handovers.status IN ('offered', 'accepted', 'in_transfer', 'cancellation_requested', 'taken_over')";

/// Whether a handover is in a status in which its receiver knows of it.
///
/// Written out, so that the databases recognise the partial index; and a type of its own, so that statements with it stay prepared.
#[derive(Debug, Clone, Copy, QueryId, ValidGrouping)]
struct SeenByReceiver;

impl Expression for SeenByReceiver {
    type SqlType = Bool;
}

impl<QS> SelectableExpression<QS> for SeenByReceiver {}
impl<QS> AppearsOnTable<QS> for SeenByReceiver {}

impl<DB: Backend> QueryFragment<DB> for SeenByReceiver {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(SEEN_BY_RECEIVER);
        Ok(())
    }
}

/// The handover with this id, if the acting partner may know of it; noted as what the act is about.
pub(crate) fn visible(cx: &mut Cx<'_>, id: Uuid) -> DbResult<Handover> {
    let partner = cx.partner();
    let own = handovers::sender_partner_id.eq(partner.clone());
    let found = handovers::table
        .find(id.to_string())
        .filter(own.or(handovers::receiver_partner_id.eq(partner).and(SeenByReceiver)))
        .select(Handover::as_select())
        .first::<Handover>(cx.conn)
        .optional()?
        .ok_or_else(DbError::not_found)?;
    cx.notes.subject = Some(found.learner_id.clone());
    Ok(found)
}

/// As [`visible`], with the learner it is about, in one statement.
fn visible_with_learner(cx: &mut Cx<'_>, id: Uuid) -> DbResult<(Handover, Learner)> {
    let partner = cx.partner();
    let own = handovers::sender_partner_id.eq(partner.clone());
    let party = own.or(handovers::receiver_partner_id.eq(partner).and(SeenByReceiver));
    let known = handovers::table
        .inner_join(learners::table.on(learners::id.eq(handovers::learner_id)))
        .filter(handovers::id.eq(id.to_string()))
        .filter(party);
    let looks = cx.looks.take();
    let found: QueryResult<(Handover, Learner)> = match (&mut *cx.conn, looks) {
        (Conn::Postgres(pg), Some(looks)) => {
            Saying::new(looks, known.filter(Said).select((Handover::as_select(), Learner::as_select()))).get_result(pg)
        }
        (conn, _) => on_each!(conn, |c| known.select((Handover::as_select(), Learner::as_select())).first(c)),
    };
    let (handover, learner) = found.optional()?.ok_or_else(DbError::not_found)?;
    cx.notes.subject = Some(learner.id.clone());
    Ok((handover, learner))
}

/// The handover with this id, for the house itself.
pub(crate) fn by_id(cx: &mut Cx<'_>, id: Uuid) -> DbResult<Handover> {
    Ok(handovers::table.find(id.to_string()).select(Handover::as_select()).first(cx.conn)?)
}

/// The handover as it stands once its learner is held.
pub(crate) fn held(cx: &mut Cx<'_>, id: Uuid) -> DbResult<(Handover, Learner)> {
    let (partner, id) = (cx.partner(), id.to_string());
    let both = learners::table
        .inner_join(handovers::table.on(handovers::learner_id.eq(learners::id)))
        .filter(handovers::id.eq(&id))
        .filter(ever_known_to(&partner));
    let found: QueryResult<(Handover, Learner)> = match cx.conn {
        // Whoever waits here for the learner's row gets both rows as they are once it is let go.
        Conn::Postgres(pg) => both.select((Handover::as_select(), Learner::as_select())).for_update().first(pg),
        Conn::Sqlite(sqlite) => both.select((Handover::as_select(), Learner::as_select())).first(sqlite),
    };
    let (handover, learner) = found.optional()?.ok_or_else(DbError::not_found)?;
    cx.notes.subject = Some(learner.id.clone());
    Ok((handover, learner))
}

/// Whether a partner sends a handover, or was offered it once.
#[auto_type(no_type_alias)]
fn ever_known_to<'a>(partner: &'a str) -> _ {
    let offered: &'static str = HandoverStatus::Offered.code();
    let offers = handover_moves::table.filter(handover_moves::handover_id.eq(handovers::id)).filter(handover_moves::status.eq(offered));
    handovers::sender_partner_id.eq(partner).or(handovers::receiver_partner_id.eq(partner).and(exists(offers)))
}

/// A handover this partner knows or once knew of, so that a lost race is told as such and not as "not found".
pub(crate) fn known(cx: &mut Cx<'_>, id: Uuid) -> DbResult<Handover> {
    let partner = cx.partner();
    let found = handovers::table
        .find(id.to_string())
        .filter(ever_known_to(&partner))
        .select(Handover::as_select())
        .first::<Handover>(cx.conn)
        .optional()?
        .ok_or_else(DbError::not_found)?;
    cx.notes.subject = Some(found.learner_id.clone());
    Ok(found)
}

/// The handover held, for a partner that must be its sender.
pub(crate) fn held_by_sender(cx: &mut Cx<'_>, id: Uuid) -> DbResult<(Handover, Learner)> {
    let (handover, learner) = held(cx, id)?;
    if handover.relation(&cx.partner()) == Relation::Sender {
        return Ok((handover, learner));
    }
    Err(DbError::refused(ProblemKind::NotAllowed, "Only the sender of this handover may do this."))
}

/// Refuses unless the token carries `S` for this transition.
pub(crate) fn demand_grant<S: Scope>(cx: &Cx<'_>, transition: Transition) -> DbResult<()> {
    if scope::carries_for(&cx.actor.scopes, S::NAME, transition) {
        return Ok(());
    }
    let detail = format!("Ask the region for the scope {}:{transition}.", S::NAME);
    Err(DbError::refused(ProblemKind::MissingScope, detail))
}

/// Refuses unless the assertion named the professional who acts.
pub(crate) fn demand_professional(cx: &Cx<'_>) -> DbResult<()> {
    if cx.actor.professional.is_some() {
        return Ok(());
    }
    Err(DbError::refused(
        ProblemKind::PersonRequired,
        "Name the acting professional in the client assertion (claim act, with sub and role) and fetch a token again.",
    ))
}

/// The party a relation is, on the wire.
pub(crate) fn party(relation: Relation) -> Option<Party> {
    match relation {
        Relation::Sender => Some(Party::Sender),
        Relation::Receiver => Some(Party::Receiver),
        Relation::None => None,
    }
}

/// A refusal that tells where the handover stands, for what hangs on a handover's status.
pub(crate) fn move_refused(cx: &mut Cx<'_>, handover: &Handover, detail: &str) -> DbResult<DbError> {
    engine::not_possible(cx, handover, detail)
}

#[cfg(test)]
mod tests {
    use estafette_contract::{CodeList, HandoverStatus, Reading};

    #[test]
    fn the_inbox_shows_exactly_what_the_state_table_lets_a_receiver_read() {
        for status in HandoverStatus::ALL {
            let seen = super::SEEN_BY_RECEIVER.contains(&format!("'{}'", status.code()));
            assert_eq!(seen, status.readings().receiver != Reading::Nothing, "{status}");
        }
    }
}
