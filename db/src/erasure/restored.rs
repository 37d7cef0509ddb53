//! Before anything is served: what the ledger says was erased is erased again, in case a backup was put back.

use std::collections::HashSet;

use diesel::{delete, prelude::*};
use estafette_contract::{Act, ObjectKind};
use uuid::Uuid;

use super::{Row, erase_learner};
use crate::{
    Action, DbError, DbResult, Fault, Store, Viewer,
    keys::{Erased, Erasure},
    learners::Learner,
    schema::{erasures, handover_sections, learners},
    store::Conn,
    stored,
};

impl Store {
    /// Erases again what the ledger knows and the database still has, and puts into the ledger what only the database knows.
    ///
    /// # Errors
    /// When the ledger cannot be read or written, or a fault on our side: then nothing may be served.
    pub(crate) fn apply_ledger(&self) -> DbResult<()> {
        let ledger = self.keys().ledger();
        let known = ledger.read().map_err(Fault::Ledger)?;
        let mut conn = self.own_connection()?;
        let mut again = 0;
        for erasure in &known {
            again += usize::from(self.erase_again(&mut conn, erasure)?);
        }
        if again > 0 {
            tracing::warn!(again, "a backup was put back: what was erased since then is erased again");
        }
        let known: HashSet<Erasure> = known.into_iter().collect();
        let missing: Vec<Erasure> = all(&mut conn)?.into_iter().filter(|erasure| !known.contains(erasure)).collect();
        if missing.is_empty() { Ok(()) } else { Ok(ledger.append(&missing).map_err(Fault::Ledger)?) }
    }

    /// Says whether there was anything left to erase.
    fn erase_again(&self, conn: &mut Conn, erasure: &Erasure) -> DbResult<bool> {
        match &erasure.what {
            Erased::Learner(id) if is_there(conn, id)? => {
                let action = again(ObjectKind::Learner, id)?;
                self.write_on(conn, &Viewer::house(), action, |tx| {
                    let learner = Learner::lock(&mut tx.cx, id)?;
                    erase_learner(&mut tx.cx, &learner)
                })?;
                Ok(true)
            }
            Erased::Section { handover, section } if has_older(conn, handover, section, erasure)? => {
                let action = again(ObjectKind::Handover, handover)?;
                self.write_on(conn, &Viewer::house(), action, |tx| {
                    delete(
                        handover_sections::table
                            .filter(handover_sections::handover_id.eq(handover))
                            .filter(handover_sections::section.eq(section))
                            .filter(handover_sections::written_at.le(erasure.at.naive_utc())),
                    )
                    .execute(tx.cx.conn)?;
                    Ok::<_, DbError>(())
                })?;
                Ok(true)
            }
            _ => Ok(false),
        }
    }
}

fn again(kind: ObjectKind, id: &str) -> DbResult<Action> {
    let id: Uuid = stored::id(id)?;
    Ok(Action::on(Act::ErasureRepeat, kind, id))
}

fn is_there(conn: &mut Conn, learner: &str) -> DbResult<bool> {
    let there = learners::table.find(learner).filter(learners::data_key.is_not_null());
    Ok(there.count().get_result::<i64>(conn)? > 0)
}

fn has_older(conn: &mut Conn, handover: &str, section: &str, erasure: &Erasure) -> DbResult<bool> {
    let older = handover_sections::table
        .filter(handover_sections::handover_id.eq(handover))
        .filter(handover_sections::section.eq(section))
        .filter(handover_sections::written_at.le(erasure.at.naive_utc()));
    Ok(older.count().get_result::<i64>(conn)? > 0)
}

fn all(conn: &mut Conn) -> DbResult<Vec<Erasure>> {
    let rows: Vec<Row> = erasures::table.order(erasures::id).select(Row::as_select()).load(conn)?;
    Ok(rows.iter().map(Row::erasure).collect::<Result<_, _>>()?)
}
