//! Reading what was released, and nothing else.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use estafette_contract::{
    SchoolYear, Transition,
    report::{
        ROUNDED_TO, ReleaseDocument, ReleaseHead, ReleaseLine, ReleaseList, ReportName, ReportTable, ReportTrend, ReportView, series,
    },
    scope::ReportsRead,
};

use crate::{
    DbError, DbResult, Fault,
    schema::{report_own, report_releases as r},
    store::{Cx, Tx},
    stored,
};

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = r)]
struct Row {
    number: i64,
    region: i64,
    school_year: String,
    counted_on: NaiveDate,
    threshold: i64,
    sha256: String,
    note: String,
    made_at: NaiveDateTime,
}

const WRONG: Fault = Fault::Stored("a release");

impl Row {
    fn line(self) -> DbResult<ReleaseLine> {
        use estafette_contract::CodeList;
        let head = ReleaseHead {
            number: self.number,
            region: u8::try_from(self.region).map_err(|_| WRONG)?,
            school_year: SchoolYear::new(self.school_year).map_err(|_| WRONG)?,
            counted_on: self.counted_on,
            threshold: u32::try_from(self.threshold).map_err(|_| WRONG)?,
            rounded_to: ROUNDED_TO,
        };
        let (made_at, reports) = (stored::instant(self.made_at), ReportName::ALL.to_vec());
        Ok(ReleaseLine { head, made_at, reports, sha256: self.sha256, note: self.note })
    }
}

/// The releases there are, the latest first.
///
/// # Errors
/// A fault on our side.
pub fn list(tx: &mut Tx<'_, ReportsRead>) -> DbResult<ReleaseList> {
    let rows: Vec<Row> = r::table.order(r::number.desc()).select(Row::as_select()).load(tx.cx.conn)?;
    Ok(ReleaseList { items: rows.into_iter().map(Row::line).collect::<DbResult<_>>()? })
}

/// One report of a release, the latest unless another is named; a partner sees its own beside it.
///
/// # Errors
/// Not found when there is no such release yet.
pub fn report(tx: &mut Tx<'_, ReportsRead>, name: ReportName, number: Option<i64>) -> DbResult<ReportView> {
    let cx = &mut tx.cx;
    let (id, number, document) = document(cx, number)?;
    cx.notes.object = Some(stored::id(&id)?);
    let document: ReleaseDocument = serde_json::from_str(&document).map_err(|_| WRONG)?;
    let own: Option<String> = report_own::table.find((number, cx.partner())).select(report_own::document).first(cx.conn).optional()?;
    let own: Vec<ReportTable> = own.map_or_else(|| Ok(Vec::new()), |own| serde_json::from_str(&own)).map_err(|_| WRONG)?;
    let of_report = |tables: Vec<ReportTable>| tables.into_iter().filter_map(|table| part(name, table)).collect();
    let past = past(cx, name, number)?;
    let trend = past.iter().filter_map(|(head, tables)| trend(head, tables)).collect();
    let series = series(&past.into_iter().map(|(head, tables)| (head.number, tables)).collect::<Vec<_>>());
    Ok(ReportView { release: document.release, report: name, tables: of_report(document.tables), own: of_report(own), trend, series })
}

/// How many releases a trend goes back.
const BACK: i64 = 8;

/// The tables of a report in the releases up to one, the earliest first.
fn past(cx: &mut Cx<'_>, name: ReportName, number: i64) -> DbResult<Vec<(ReleaseHead, Vec<ReportTable>)>> {
    let documents: Vec<String> =
        r::table.filter(r::number.le(number)).filter(r::number.gt(number - BACK)).order(r::number).select(r::document).load(cx.conn)?;
    let read = |document: &String| {
        let document: ReleaseDocument = serde_json::from_str(document).map_err(|_| WRONG)?;
        Ok((document.release, document.tables.into_iter().filter_map(|table| part(name, table)).collect()))
    };
    documents.iter().map(read).collect()
}

/// How many learners the first table of the report counts in the whole region.
fn trend(head: &ReleaseHead, tables: &[ReportTable]) -> Option<ReportTrend> {
    let table = tables.first()?;
    let whole = table.region.as_ref().or_else(|| table.rows.first())?;
    let ReleaseHead { number, school_year, counted_on, .. } = head.clone();
    Some(ReportTrend { number, school_year, counted_on, learners: whole.learners })
}

fn document(cx: &mut Cx<'_>, number: Option<i64>) -> DbResult<(String, i64, String)> {
    let columns = (r::id, r::number, r::document);
    let found = match number {
        Some(number) => r::table.find(number).select(columns).first(cx.conn).optional()?,
        None => r::table.order(r::number.desc()).select(columns).first(cx.conn).optional()?,
    };
    found.ok_or_else(DbError::not_found)
}

/// The part of a table that belongs to a report: all of it, or of some tables the rows of work to learning.
fn part(name: ReportName, table: ReportTable) -> Option<ReportTable> {
    if name != ReportName::WorkLearning {
        return (table.report == name).then_some(table);
    }
    const SHOWN: [&str; 4] = ["flows_level", "flows_path", "lead_whole", "outcomes"];
    let to_learning =
        |code: &str| [Transition::WorkLearning, Transition::LearningWorkBbl].iter().any(|one| code.contains(&one.to_string()));
    let rows = table.rows.into_iter().filter(|row| to_learning(&row.code)).collect();
    SHOWN.contains(&table.code.as_str()).then_some(ReportTable { rows, region: None, report: name, ..table })
}
