//! What a handover holds, fetched in one statement: its sections, what was stated about them, the views, and by whom and what of it is past.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::{
    IntoSql,
    prelude::*,
    sql_types::{Binary, Date, Nullable, Text},
};
use estafette_contract::{CodeList, RightKind, RightOutcome};

use super::{Handover, fresh::Known, grounds::Held, sections::SectionRow};
use crate::{
    DbResult, Fault,
    consents::Statements,
    partners::Partner,
    rules::Statement,
    schema::{consents, handover_sections, objections, partners, past_needs, rights_requests, views},
    store::{Cx, Repeated, on_each},
    stored,
    views::ViewRow,
};

/// Everything that hangs on one handover and is read with it.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// The current section rows, in order of their code.
    pub(super) sections: Vec<SectionRow>,
    /// What was stated about each section, oldest first.
    pub(super) statements: Statements,
    /// The views, oldest first.
    pub(super) views: Vec<ViewRow>,
    /// The sections that are held by an objection, or lie still.
    pub(super) held: Held,
    /// What a fresh look at the support needs goes by.
    pub(super) known: Known,
}

/// One row of any of these kinds.
#[derive(Queryable)]
struct Line {
    kind: String,
    key: String,
    version: i64,
    first: Option<String>,
    second: Option<String>,
    third: Option<String>,
    content: Option<Vec<u8>>,
    more: Option<Vec<u8>>,
    from_on: Option<NaiveDate>,
    until_on: Option<NaiveDate>,
    at: NaiveDateTime,
}

const SECTION: &str = "section";
const STATEMENT: &str = "statement";
const VIEW: &str = "view";
const OBJECTION: &str = "objection";
const RESTRICTION: &str = "restriction";
const PAST_NEED: &str = "past need";
const SENDER: &str = "sender";

impl Contents {
    /// Fetches them; one statement reads one moment.
    pub(super) fn load(cx: &mut Cx<'_>, handover: &Handover) -> DbResult<Self> {
        let mut lines = lines(cx, handover)?;
        lines.sort_unstable_by(|a, b| (&a.key, a.version).cmp(&(&b.key, b.version)));
        let mut contents = Self::default();
        for line in lines {
            contents.keep(&handover.id, line)?;
        }
        Ok(contents)
    }

    fn keep(&mut self, handover: &str, line: Line) -> DbResult<()> {
        match line.kind.as_str() {
            SECTION => self.sections.push(section_row(handover, line)),
            STATEMENT => {
                let section = stored::code(&line.key)?;
                self.statements.entry(section).or_default().push(statement(line)?);
            }
            OBJECTION => self.held.objected.push(stored::code(&line.key)?),
            RESTRICTION => match line.first {
                Some(section) => self.held.restricted.sections.push(stored::code(&section)?),
                None => self.held.restricted.whole = true,
            },
            PAST_NEED => self.known.past.push(past_need(&line)?),
            SENDER => self.known.sender = Some(partner(line)),
            _ => self.views.push(ViewRow { id: line.key, content: line.content.unwrap_or_default(), recorded_at: line.at }),
        }
        Ok(())
    }
}

fn section_row(handover: &str, line: Line) -> SectionRow {
    SectionRow {
        handover_id: handover.to_owned(),
        section: line.key,
        version: line.version,
        ground: line.first.unwrap_or_default(),
        matrix_version: line.second.unwrap_or_default(),
        content: line.content.unwrap_or_default(),
        necessity: line.more,
        written_at: line.at,
    }
}

fn statement(line: Line) -> DbResult<Statement> {
    Ok(Statement {
        version: line.version,
        statement: stored::code(line.first.as_deref().unwrap_or_default())?,
        giver: stored::code(line.second.as_deref().unwrap_or_default())?,
        representative: line.third,
        from_on: line.from_on,
        until_on: line.until_on,
    })
}

fn past_need(line: &Line) -> DbResult<(i64, i64)> {
    let version = line.key.parse().map_err(|_| Fault::Stored("the version of a past need"))?;
    Ok((version, line.version))
}

fn partner(line: Line) -> Partner {
    Partner { id: line.key, name: line.first.unwrap_or_default(), kind: line.second.unwrap_or_default(), brin: line.third, active: true }
}

#[expect(clippy::too_many_lines, reason = "one statement: seven selects of the same columns")]
fn lines(cx: &mut Cx<'_>, of: &Handover) -> DbResult<Vec<Line>> {
    let handover = of.id.as_str();
    let no_text = || None::<&str>.into_sql::<Nullable<Text>>();
    let no_day = || None::<NaiveDate>.into_sql::<Nullable<Date>>();
    let no_bytes = || None::<&[u8]>.into_sql::<Nullable<Binary>>();
    let sections =
        handover_sections::table.filter(handover_sections::handover_id.eq(handover)).filter(handover_sections::current.eq(true)).select((
            SECTION.into_sql::<Text>(),
            handover_sections::section,
            handover_sections::version,
            handover_sections::ground.nullable(),
            handover_sections::matrix_version.nullable(),
            no_text(),
            handover_sections::content.nullable(),
            handover_sections::necessity,
            no_day(),
            no_day(),
            handover_sections::written_at,
        ));
    let statements = consents::table.filter(consents::handover_id.eq(handover)).select((
        STATEMENT.into_sql::<Text>(),
        consents::section,
        consents::version,
        consents::statement.nullable(),
        consents::giver.nullable(),
        consents::representative_id,
        no_bytes(),
        no_bytes(),
        consents::from_on,
        consents::until_on,
        consents::recorded_at,
    ));
    let views = views::table.filter(views::handover_id.eq(handover)).select((
        VIEW.into_sql::<Text>(),
        views::id,
        0.into_sql::<diesel::sql_types::BigInt>(),
        no_text(),
        no_text(),
        no_text(),
        views::content.nullable(),
        no_bytes(),
        no_day(),
        no_day(),
        views::recorded_at,
    ));
    let held = objections::table.filter(objections::handover_id.eq(handover)).filter(objections::answered_at.is_null()).select((
        OBJECTION.into_sql::<Text>(),
        objections::section,
        0.into_sql::<diesel::sql_types::BigInt>(),
        no_text(),
        no_text(),
        no_text(),
        no_bytes(),
        no_bytes(),
        no_day(),
        no_day(),
        objections::made_at,
    ));
    let still = rights_requests::table
        .filter(rights_requests::handover_id.eq(handover))
        .filter(rights_requests::kind.eq(RightKind::Restrict.code()))
        .filter(rights_requests::outcome.eq_any([RightOutcome::Granted.code(), RightOutcome::Partly.code()]))
        .filter(rights_requests::done_at.is_null())
        .select((
            RESTRICTION.into_sql::<Text>(),
            rights_requests::id,
            0.into_sql::<diesel::sql_types::BigInt>(),
            rights_requests::section,
            no_text(),
            no_text(),
            no_bytes(),
            no_bytes(),
            no_day(),
            no_day(),
            rights_requests::made_at,
        ));
    let past = past_needs::table.filter(past_needs::handover_id.eq(handover)).select((
        PAST_NEED.into_sql::<Text>(),
        past_needs::version.cast::<Text>(),
        past_needs::number,
        no_text(),
        no_text(),
        no_text(),
        no_bytes(),
        no_bytes(),
        no_day(),
        no_day(),
        past_needs::marked_at,
    ));
    let sender = partners::table.filter(partners::id.eq(&of.sender_partner_id)).select((
        SENDER.into_sql::<Text>(),
        partners::id,
        0.into_sql::<diesel::sql_types::BigInt>(),
        partners::name.nullable(),
        partners::kind.nullable(),
        partners::brin,
        no_bytes(),
        no_bytes(),
        no_day(),
        no_day(),
        partners::created_at,
    ));
    let whole = sections.union_all(statements).union_all(views).union_all(held).union_all(still).union_all(past).union_all(sender);
    Ok(on_each!(cx.conn, |c| Repeated(whole).load(c))?)
}
