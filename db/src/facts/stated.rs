//! What is stated, spoken and told along the way, as far as reports count it.

use diesel::{prelude::*, update};
use estafette_contract::{
    CodeList, Competency, ConsentStatement, ConversationOutcome, FeedbackOutcome, HandoverStatus, Leerweg, SectionContent, SupportStatement,
};

use super::name;
use crate::{
    DbResult,
    handovers::Handover,
    schema::transition_facts as f,
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
