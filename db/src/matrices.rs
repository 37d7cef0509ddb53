//! The exchange matrices of a region: the one the release came with, and those that operators adopted for the privacy officer.
//!
//! Every process holds them all, and looks every second whether there are more. Which one is in force follows from their days and the clock.

use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::{insert_into, prelude::*};
use estafette_contract::{
    ExchangeMatrix, FieldProblem, Matrix, MatrixLine, MatrixList, MatrixVersion, NewAdoption, ProblemKind, ProposedMatrix,
    scope::PartnersRead,
};

use crate::{
    DbError, DbResult, Fault, Store, dutch_day,
    schema::adopted_matrices,
    store::{Conn, Cx, Tx},
    stored,
};

/// A matrix that was adopted, as it is kept.
#[derive(Debug, Queryable, Selectable, Insertable)]
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

impl Row {
    fn matrix(&self) -> Result<Arc<Matrix>, Fault> {
        let document = serde_json::from_str(&self.document).map_err(|_| Fault::Stored("a matrix"))?;
        Ok(Arc::new(Matrix::new(document)))
    }

    fn line(self, in_force: impl Fn(&MatrixVersion) -> bool) -> DbResult<MatrixLine> {
        let version: MatrixVersion = self.version.parse().map_err(|_| Fault::Stored("the version of a matrix"))?;
        Ok(MatrixLine {
            in_force: in_force(&version),
            version,
            valid_from: self.valid_from,
            signed_by: Some(self.signed_by),
            signed_on: Some(self.signed_on),
            adopted_at: Some(stored::instant(self.adopted_at)),
        })
    }
}

/// The adopted matrices as a process holds them, the one adopted last at the end.
#[derive(Debug, Default)]
pub(crate) struct Matrices(RwLock<Vec<Arc<Matrix>>>);

impl Matrices {
    /// Reads those that were adopted since it was last read.
    pub(crate) fn refresh(&self, conn: &mut Conn) -> DbResult<()> {
        use adopted_matrices as a;
        let there: i64 = a::table.count().get_result(conn)?;
        if usize::try_from(there).is_ok_and(|there| there == self.held().len()) {
            return Ok(());
        }
        let rows: Vec<Row> = a::table.order((a::adopted_at, a::version)).select(Row::as_select()).load(conn)?;
        let read = rows.iter().map(Row::matrix).collect::<Result<_, _>>()?;
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = read;
        Ok(())
    }

    /// The matrix in force: of those whose day has come the one of the latest day, and of one day the one that was adopted last.
    pub(crate) fn in_force(&self, now: DateTime<Utc>) -> Arc<Matrix> {
        let held = self.held();
        if held.is_empty() {
            return Matrix::shipped();
        }
        let today = dutch_day(now);
        let begun = held.iter().filter(|matrix| matrix.valid_from() <= today);
        begun.max_by_key(|matrix| matrix.valid_from()).map_or_else(Matrix::shipped, Arc::clone)
    }

    /// The matrix of this version, if it is known here.
    pub(crate) fn version(&self, version: &str) -> Option<Arc<Matrix>> {
        let shipped = Matrix::shipped();
        if shipped.version() == version {
            return Some(shipped);
        }
        self.held().iter().find(|matrix| matrix.version() == version).map(Arc::clone)
    }

    fn held(&self) -> std::sync::RwLockReadGuard<'_, Vec<Arc<Matrix>>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store {
    /// The exchange matrix in force.
    #[must_use]
    pub fn matrix(&self) -> Arc<Matrix> {
        self.house().matrices.in_force(self.clock().now())
    }

    /// The exchange matrix of this version, whether it is in force or was.
    #[must_use]
    pub fn matrix_of(&self, version: &str) -> Option<Arc<Matrix>> {
        self.house().matrices.version(version)
    }
}

/// The matrices there are, the latest first.
///
/// # Errors
/// A fault on our side.
pub fn list(tx: &mut Tx<'_, PartnersRead>) -> DbResult<MatrixList> {
    use adopted_matrices as a;
    let cx = &mut tx.cx;
    let rows: Vec<Row> = a::table.order((a::adopted_at.desc(), a::version.desc())).select(Row::as_select()).load(cx.conn)?;
    let in_force = |version: &MatrixVersion| version.as_str() == cx.matrix.version();
    let adopted = rows.into_iter().map(|row| row.line(in_force));
    let shipped = Matrix::shipped();
    let (version, valid_from) = (shipped.document().version.clone(), shipped.valid_from());
    let first = MatrixLine { in_force: in_force(&version), version, valid_from, signed_by: None, signed_on: None, adopted_at: None };
    Ok(MatrixList { items: adopted.chain([Ok(first)]).collect::<DbResult<_>>()? })
}

/// What an operator who decides on it has to know.
pub(crate) fn proposed(cx: &Cx<'_>, new: &NewAdoption) -> ProposedMatrix {
    ProposedMatrix {
        version: new.matrix.version.clone(),
        valid_from: new.matrix.valid_from,
        signed_by: new.signed_by.to_string(),
        signed_on: new.signed_on,
        differences: cx.matrix.differences(&Matrix::new(new.matrix.clone())),
    }
}

/// Refuses a matrix that breaks a hard rule or leaves something open, and a version or day that cannot be.
pub(crate) fn check(cx: &mut Cx<'_>, new: &NewAdoption) -> DbResult<()> {
    let below = |problem: FieldProblem| FieldProblem { pointer: format!("/matrix{}", problem.pointer), ..problem };
    let problems: Vec<FieldProblem> = new.matrix.problems().into_iter().map(below).collect();
    if !problems.is_empty() {
        return Err(DbError::fields(ProblemKind::InvalidField, "This cannot be the matrix of a region: see errors.", problems));
    }
    if new.signed_on > dutch_day(cx.now) {
        return Err(DbError::field("/signedOn", "in-future", "Give the day on which it was signed."));
    }
    check_version(cx, &new.matrix.version)?;
    if new.matrix.valid_from < cx.matrix.valid_from() {
        let detail = "Give a day that is not before the day of the matrix in force: nothing is decided anew.";
        return Err(DbError::field("/matrix/validFrom", "before-in-force", detail));
    }
    Ok(())
}

/// A version names one matrix for good.
fn check_version(cx: &mut Cx<'_>, version: &MatrixVersion) -> DbResult<()> {
    use adopted_matrices as a;
    let there: Option<String> = a::table.find(version.as_str()).select(a::version).first(cx.conn).optional()?;
    if there.is_some() || Matrix::shipped().version() == version.as_str() {
        return Err(DbError::field(
            "/matrix/version",
            "version-used",
            "Give the matrix a version of its own: there is one of this version.",
        ));
    }
    Ok(())
}

/// Adopts a matrix that two operators agreed on; it holds from its day on, in every process as soon as that has looked.
pub(crate) fn adopt(cx: &mut Cx<'_>, new: &NewAdoption) -> DbResult<()> {
    let row = Row {
        version: new.matrix.version.to_string(),
        valid_from: new.matrix.valid_from,
        document: document(&new.matrix)?,
        signed_by: new.signed_by.to_string(),
        signed_on: new.signed_on,
        adopted_by: cx.partner(),
        adopted_at: cx.at(),
    };
    insert_into(adopted_matrices::table).values(row).execute(cx.conn)?;
    Ok(())
}

fn document(matrix: &ExchangeMatrix) -> Result<String, Fault> {
    serde_json::to_string(matrix).map_err(|_| Fault::Stored("a matrix to keep"))
}
