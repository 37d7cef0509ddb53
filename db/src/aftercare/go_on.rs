//! Aftercare that goes on elsewhere: with a takeover it ends here, and at a Doorstroompunt, UWV, gemeente or werkcentrum it goes on.

use diesel::prelude::*;
use estafette_contract::{AftercareEnd, AftercareMoment, AftercareReason, CodeList, NamedPerson, PartnerKind};

use super::{
    Aftercare,
    keep::{self, Beginning},
};
use crate::{
    DbResult, dutch_day,
    handovers::Handover,
    learners::{Learner, Vault},
    partners,
    schema::aftercare,
    store::Cx,
    stored,
};

/// The learner was taken over, and the responsibility with them; the learner must be held.
pub(crate) fn taken_over(cx: &mut Cx<'_>, handover: &Handover, learner: &Learner, by: Option<&NamedPerson>) -> DbResult<()> {
    let kind = partners::kind(cx, &handover.receiver_partner_id)?;
    let before = keep::running(cx, &learner.id)?;
    let vault = learner.vault(cx)?;
    if let Some(before) = &before {
        let reason = if follows(kind) { AftercareEnd::HandedOver } else { AftercareEnd::FurtherEducation };
        keep::close(cx, before, &vault, reason, None)?;
    }
    match before {
        Some(before) if follows(kind) => go_on(cx, handover, learner, &vault, by, &before),
        // Who leaves for a Doorstroompunt left school without startkwalificatie, or it would not follow them.
        None if kind == PartnerKind::Doorstroompunt => {
            let beginning = at(cx, handover, learner, by);
            keep::insert(cx, &vault, learner.personal(&vault)?.born_on, &beginning).map(drop)
        }
        _ => Ok(()),
    }
}

/// Goes on at the receiver where it stood at the sender.
fn go_on(
    cx: &mut Cx<'_>,
    handover: &Handover,
    learner: &Learner,
    vault: &Vault,
    by: Option<&NamedPerson>,
    before: &Aftercare,
) -> DbResult<()> {
    let next = before.moment()?;
    let after = next.and_then(|next| AftercareMoment::ALL.iter().copied().rfind(|moment| *moment < next));
    let begun = at(cx, handover, learner, by);
    let going_on = Beginning { reason: before.reason()?, began_on: before.began_on, diploma: before.diploma()?, after, ..begun };
    keep::insert(cx, vault, learner.personal(vault)?.born_on, &going_on).map(drop)
}

fn at<'a>(cx: &Cx<'_>, handover: &'a Handover, learner: &'a Learner, owner: Option<&'a NamedPerson>) -> Beginning<'a> {
    Beginning {
        partner: &handover.receiver_partner_id,
        learner: &learner.id,
        case: None,
        reason: AftercareReason::DroppedOut,
        began_on: dutch_day(cx.now),
        diploma: None,
        owner,
        after: None,
    }
}

/// Whether partners of this kind keep in touch with those who left school.
fn follows(kind: PartnerKind) -> bool {
    use PartnerKind as K;
    matches!(kind, K::Doorstroompunt | K::Uwv | K::Gemeente | K::Werkcentrum)
}

/// A case begins aftercare; nobody keeps in touch by name yet.
pub(crate) fn begin_for_case(
    cx: &mut Cx<'_>,
    vault: &Vault,
    (partner, learner, case): (&str, &str, &str),
    born_on: chrono::NaiveDate,
) -> DbResult<()> {
    let began_on = dutch_day(cx.now);
    let reason = AftercareReason::DroppedOut;
    let beginning = Beginning { partner, learner, case: Some(case), reason, began_on, diploma: None, owner: None, after: None };
    keep::insert(cx, vault, born_on, &beginning).map(drop)
}

/// The newest aftercare that a case began.
pub(crate) fn of_case(cx: &mut Cx<'_>, case: &str) -> DbResult<Option<uuid::Uuid>> {
    let of_case = aftercare::table.filter(aftercare::case_id.eq(case)).order(aftercare::id.desc()).select(aftercare::id);
    let newest: Option<String> = of_case.first(cx.conn).optional()?;
    Ok(newest.as_deref().map(stored::id).transpose()?)
}
