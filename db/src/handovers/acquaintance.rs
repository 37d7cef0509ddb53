//! What handovers let a partner know of a learner beside the record: who they are, and which sections were written.

use diesel::prelude::*;
use estafette_contract::{Scope, Section, scope::SectionsRead};

use super::{Handover, SeenByReceiver, grounds::Grounds, record::Reader, sections};
use crate::{
    DbResult,
    learners::Learner,
    schema::{handover_sections, handovers},
    store::Cx,
    stored,
};

/// Whether the acting partner hands this learner over, or may read right now who it is that was handed over to it.
pub(crate) fn lets_know(cx: &mut Cx<'_>, learner: &Learner) -> DbResult<bool> {
    let of_learner = handovers::table.filter(handovers::learner_id.eq(&learner.id));
    let sent: i64 = of_learner.filter(handovers::sender_partner_id.eq(cx.partner())).count().get_result(cx.conn)?;
    if sent > 0 {
        return Ok(true);
    }
    let received: Vec<Handover> = of_learner
        .filter(handovers::receiver_partner_id.eq(cx.partner()))
        .filter(SeenByReceiver)
        .select(Handover::as_select())
        .load(cx.conn)?;
    for handover in &received {
        if identity_granted(cx, handover, learner)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn identity_granted(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner) -> DbResult<bool> {
    let vault = learner.vault(cx)?;
    let grounds = Grounds::load(cx, handover, learner, &vault)?;
    let scopes = format!("{} {}", cx.actor.scopes, SectionsRead::NAME);
    let reader = Reader { scopes, ..Reader::of(cx, handover)? };
    let cell = sections::cell_if_written(cx, handover, Section::IdentityContact)?;
    Ok(grounds.decide(&reader, cell).allows())
}

/// The sections that the acting partner itself wrote about this learner, at whatever time.
pub(crate) fn written_by_partner(cx: &mut Cx<'_>, learner: &str) -> DbResult<Vec<Section>> {
    let written: Vec<String> = handover_sections::table
        .inner_join(handovers::table.on(handovers::id.eq(handover_sections::handover_id)))
        .filter(handovers::learner_id.eq(learner))
        .filter(handovers::sender_partner_id.eq(cx.partner()))
        .select(handover_sections::section)
        .distinct()
        .load(cx.conn)?;
    Ok(written.iter().map(|section| stored::code(section)).collect::<Result<_, _>>()?)
}
