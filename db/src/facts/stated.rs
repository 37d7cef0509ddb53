//! What is stated, spoken and told along the way, as far as reports count it.

use diesel::{prelude::*, update};
use estafette_contract::{
    CodeList, Competency, ConsentStatement, ConversationOutcome, FeedbackOutcome, HandoverStatus, Leerweg, SectionContent,
    SupportStatement, Transition,
    report::{AftercareReach, ReferralStanding},
};

use super::name;
use crate::{
    DbResult,
    handovers::Handover,
    schema::{handovers, transition_facts as f},
    store::{Cx, on_each},
};

/// Needs that were described only after the handover was offered.
pub(crate) const DESCRIBED_LATE: &str = "described_late";

/// A section was written: what it says of support, competencies or leerweg is counted, and never how it says so.
pub(crate) fn written(cx: &mut Cx<'_>, handover: &Handover, content: &SectionContent) -> DbResult<()> {
    match content {
        SectionContent::SupportNeeds(support) => supported(cx, handover, support.statement),
        SectionContent::CompetencyReflections(content) => {
            let reflected = content.reflections.iter().fold(0, |all, reflection| all | bit(reflection.competency));
            let row = update(f::table.find(name(cx, &handover.id)?)).set(f::competencies.eq(reflected));
            on_each!(cx.conn, |c| row.execute(c))?;
            Ok(())
        }
        SectionContent::EducationHistory(history) => {
            let leerweg = history.periods.iter().find_map(|period| period.leerweg).map(Leerweg::code);
            let row = update(f::table.find(name(cx, &handover.id)?)).set(f::leerweg.eq(leerweg));
            on_each!(cx.conn, |c| row.execute(c))?;
            Ok(())
        }
        _ => Ok(()),
    }
}

/// The place of a competency among the five.
pub(crate) fn bit(competency: Competency) -> i64 {
    1 << Competency::ALL.iter().position(|one| *one == competency).unwrap_or_default()
}

/// In time is what was said before the handover was offered; what is described later was not known in time.
fn supported(cx: &mut Cx<'_>, handover: &Handover, statement: SupportStatement) -> DbResult<()> {
    use HandoverStatus as S;
    let one = f::table.find(name(cx, &handover.id)?);
    if matches!(handover.status()?, S::Draft | S::InReview | S::Ready) {
        let row = update(one).set(f::support.eq(statement.code()));
        on_each!(cx.conn, |c| row.execute(c))?;
    } else if statement == SupportStatement::NeedsDescribed {
        let unknown = f::support.is_null().or(f::support.eq(SupportStatement::NothingKnown.code()));
        let row = update(one.filter(unknown)).set(f::support.eq(DESCRIBED_LATE));
        on_each!(cx.conn, |c| row.execute(c))?;
    }
    Ok(())
}

/// A conversation ended: one that was held counts for more than a waiver, and that for more than one that was missed.
pub(crate) fn conversed(cx: &mut Cx<'_>, handover: &Handover, outcome: ConversationOutcome) -> DbResult<()> {
    use ConversationOutcome as O;
    let weaker: &[O] = match outcome {
        O::Held => &[O::Missed, O::Waived],
        O::Waived => &[O::Missed],
        O::Missed => &[],
    };
    let before = f::conversation.is_null().or(f::conversation.eq_any(codes(weaker)));
    let row = update(f::table.find(name(cx, &handover.id)?).filter(before)).set(f::conversation.eq(outcome.code()));
    on_each!(cx.conn, |c| row.execute(c))?;
    Ok(())
}

/// Something was stated about a section: that one was withdrawn counts for more than that one was refused, and that for more than a yes.
pub(crate) fn consented(cx: &mut Cx<'_>, handover: &str, statement: &str) -> DbResult<()> {
    use ConsentStatement as C;
    let weaker: &[C] = match C::from_code(statement) {
        Some(C::Withdrawn) => &[C::Given, C::Refused],
        Some(C::Refused) => &[C::Given],
        _ => &[],
    };
    let before = f::consent.is_null().or(f::consent.eq_any(codes(weaker)));
    let row = update(f::table.find(name(cx, handover)?).filter(before)).set(f::consent.eq(statement));
    on_each!(cx.conn, |c| row.execute(c))?;
    Ok(())
}

/// Feedback was given: the last counts.
pub(crate) fn told(cx: &mut Cx<'_>, handover: &Handover, outcome: FeedbackOutcome) -> DbResult<()> {
    let row = update(f::table.find(name(cx, &handover.id)?)).set(f::outcome.eq(outcome.code()));
    on_each!(cx.conn, |c| row.execute(c))?;
    Ok(())
}

/// A referral was asked, answered or given back.
pub(crate) fn referred(cx: &mut Cx<'_>, handover: &Handover, standing: ReferralStanding) -> DbResult<()> {
    let row = update(f::table.find(name(cx, &handover.id)?)).set(f::referral.eq(standing.code()));
    on_each!(cx.conn, |c| row.execute(c))?;
    Ok(())
}

/// The transitions by which somebody leaves school.
const LEAVING: [Transition; 5] = [
    Transition::MboEmployer,
    Transition::SchoolDoorstroompunt,
    Transition::SchoolUwv,
    Transition::SchoolGemeente,
    Transition::SchoolWerkcentrum,
];

/// The handover for which aftercare at this partner counts: the last by which the learner left school, or else came there.
fn left_by(cx: &mut Cx<'_>, learner: &str, partner: &str) -> DbResult<Option<String>> {
    let taken_over = handovers::table
        .filter(handovers::learner_id.eq(learner))
        .filter(handovers::taken_over_at.is_not_null())
        .filter(handovers::sender_partner_id.eq(partner).or(handovers::receiver_partner_id.eq(partner)))
        .order(handovers::id)
        .select((handovers::id, handovers::transition));
    let mut ways: Vec<(String, String)> = taken_over.load(cx.conn)?;
    let leaving = ways.iter().rposition(|(_, way)| codes(&LEAVING).contains(&way.as_str()));
    Ok(match leaving {
        Some(last) => Some(ways.swap_remove(last).0),
        None => ways.pop().map(|(id, _)| id),
    })
}

/// Aftercare of a learner goes on or ended at this partner.
pub(crate) fn followed(cx: &mut Cx<'_>, learner: &str, partner: &str, reach: AftercareReach) -> DbResult<()> {
    let Some(last) = left_by(cx, learner, partner)? else { return Ok(()) };
    // Somebody who was reached once stays so, whatever call was missed since.
    let stays: &[AftercareReach] = if reach == AftercareReach::NotReached { &[AftercareReach::Running] } else { &[] };
    let before = f::aftercare.is_null().or(f::aftercare.ne_all(codes(stays)));
    let row = update(f::table.find(name(cx, &last)?).filter(before)).set(f::aftercare.eq(reach.code()));
    on_each!(cx.conn, |c| row.execute(c))?;
    Ok(())
}

fn codes<L: CodeList>(list: &[L]) -> Vec<&'static str> {
    list.iter().map(|one| one.code()).collect()
}

/// What was said and told along the way of one handover.
#[derive(Debug, Default, Queryable, Selectable)]
#[diesel(table_name = f)]
pub(crate) struct Said {
    pub(crate) support: Option<String>,
    pub(crate) competencies: i64,
    pub(crate) conversation: Option<String>,
    pub(crate) outcome: Option<String>,
}

/// What was said and told so far; nothing of a handover that is older than the facts.
pub(crate) fn said(cx: &mut Cx<'_>, handover: &str) -> DbResult<Said> {
    let one = f::table.find(name(cx, handover)?);
    Ok(one.select(Said::as_select()).first(cx.conn).optional()?.unwrap_or_default())
}
