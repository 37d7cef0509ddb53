//! The exchange matrix in force: the one the release ships with, until the region adopts one of its own.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::{insert_into, prelude::*};
use estafette_contract::{
    ExchangeMatrix, FieldProblem, Matrix, MatrixAdopted, MatrixAdoption, MatrixAdoptionList, NewAdoption, ProblemKind, Text,
    scope::{MatrixAdopt, PartnersRead},
};

use crate::{
    DbError, DbResult, Fault, Store, dutch_day,
    schema::adopted_matrices,
    store::{Conn, Cx, Fresh, Tx},
    stored,
};

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = adopted_matrices)]
struct Row {
    version: String,
    valid_from: NaiveDate,
    document: String,
    signed_by: String,
    signed_on: NaiveDate,
    adopted_by: String,
    adopted_at: NaiveDateTime,
}

/// The matrices a region may go by, as one process holds them.
#[derive(Debug, Default)]
pub(crate) struct Matrices(Fresh<Vec<(NaiveDate, Arc<Matrix>)>>);

impl Matrices {
    /// The matrix in force.
    pub(crate) fn in_force(&self, conn: &mut Conn, now: DateTime<Utc>) -> DbResult<Arc<Matrix>> {
        let known = self.0.get(now, || known(conn))?;
        let today = dutch_day(now);
        // Sorted by their days and then by adoption, so that the last one whose day has come is it.
        let last = known.iter().rfind(|(valid_from, _)| *valid_from <= today);
        Ok(last.map_or_else(Matrix::shipped, |(_, matrix)| Arc::clone(matrix)))
    }
}

fn known(conn: &mut Conn) -> DbResult<Vec<(NaiveDate, Arc<Matrix>)>> {
    let rows = rows(conn)?;
    rows.iter().map(|row| Ok((row.valid_from, Arc::new(Matrix::new(row.open()?))))).collect()
}

fn rows(conn: &mut Conn) -> DbResult<Vec<Row>> {
    let order = (adopted_matrices::valid_from, adopted_matrices::adopted_at);
    Ok(adopted_matrices::table.order(order).select(Row::as_select()).load(conn)?)
}

impl Row {
    fn open(&self) -> Result<ExchangeMatrix, Fault> {
        serde_json::from_str(&self.document).map_err(|_| Fault::Stored("a matrix"))
    }
}

impl Store {
    /// The exchange matrix in force.
    ///
    /// # Errors
    /// A fault on our side.
    pub async fn matrix(&self) -> DbResult<Arc<Matrix>> {
        let now = self.clock().now();
        self.peek(move |conn| Matrices::default().in_force(conn, now)).await
    }
}

/// Adopts a matrix; it holds from its day on.
///
/// # Errors
/// When it breaks a hard rule, leaves something open, or its version or day cannot be.
pub fn adopt(tx: &mut Tx<'_, MatrixAdopt>, new: &NewAdoption) -> DbResult<MatrixAdopted> {
    let cx = &mut tx.cx;
    let below = |problem: FieldProblem| FieldProblem { pointer: format!("/matrix{}", problem.pointer), ..problem };
    let problems: Vec<FieldProblem> = new.matrix.problems().into_iter().map(below).collect();
    if !problems.is_empty() {
        return Err(DbError::fields(ProblemKind::InvalidField, "This cannot be the matrix of a region.", problems));
    }
    if new.signed_on > dutch_day(cx.now) {
        return Err(DbError::field("/signedOn", "in-the-future", "Give the day on which it was signed."));
    }
    check_place(cx, &new.matrix)?;
    let row = Row {
        version: new.matrix.version.to_string(),
        valid_from: new.matrix.valid_from,
        document: serde_json::to_string(&new.matrix).map_err(|_| Fault::Stored("a matrix to keep"))?,
        signed_by: new.signed_by.to_string(),
        signed_on: new.signed_on,
        adopted_by: cx.partner(),
        adopted_at: cx.at(),
    };
    insert_into(adopted_matrices::table).values(row).execute(cx.conn)?;
    Ok(MatrixAdopted { version: new.matrix.version.to_string(), valid_from: new.matrix.valid_from })
}

/// A version is used once, and no matrix holds from before the one in force.
fn check_place(cx: &mut Cx<'_>, matrix: &ExchangeMatrix) -> DbResult<()> {
    let in_force = Matrices::default().in_force(cx.conn, cx.now)?;
    let version = matrix.version.as_str();
    if in_force.version() == version || Matrix::shipped().version() == version || rows(cx.conn)?.iter().any(|row| row.version == version) {
        return Err(DbError::refused(ProblemKind::Conflict, "This version exists; give every amendment a version of its own."));
    }
    if matrix.valid_from < in_force.document().valid_from {
        let detail = "Give a day that is not before the day of the matrix in force.";
        return Err(DbError::field("/matrix/validFrom", "before-in-force", detail));
    }
    Ok(())
}

/// The matrices this region adopted, the latest first.
///
/// # Errors
/// A fault on our side.
pub fn adoptions(tx: &mut Tx<'_, PartnersRead>) -> DbResult<MatrixAdoptionList> {
    let cx = &mut tx.cx;
    let in_force = Matrices::default().in_force(cx.conn, cx.now)?;
    let mut rows = rows(cx.conn)?;
    rows.sort_by_key(|row| std::cmp::Reverse(row.adopted_at));
    let items = rows.into_iter().map(|row| MatrixAdoption {
        in_force: row.version == in_force.version(),
        version: row.version,
        valid_from: row.valid_from,
        signed_by: row.signed_by,
        signed_on: row.signed_on,
        adopted_at: stored::instant(row.adopted_at),
    });
    Ok(MatrixAdoptionList { items: items.collect() })
}
