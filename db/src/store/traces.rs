//! What an erasure leaves in the database's files: cleared where that can be done.

use diesel::{QueryableByName, RunQueryDsl, connection::SimpleConnection, sql_query, sql_types::Integer};

use super::{Conn, pool::Manager};
use crate::{DbError, DbResult};

#[derive(QueryableByName)]
struct Checkpoint {
    #[diesel(sql_type = Integer)]
    busy: i32,
}

/// Clears them; says whether nothing stood in the way.
///
/// On SQLite what was deleted is overwritten already (`secure_delete`), and the log is carried into the file and cut off. On PostgreSQL
/// old versions of rows are removed; its log and free space keep them until they are used again, which a change of the wrapping key makes
/// worthless.
pub(crate) fn clear_traces(manager: &Manager) -> DbResult<bool> {
    let mut conn = manager.writer()?;
    match &mut conn {
        Conn::Sqlite(sqlite) => {
            let done: Checkpoint = sql_query("PRAGMA wal_checkpoint(TRUNCATE)").get_result(sqlite)?;
            Ok(done.busy == 0)
        }
        Conn::Postgres(pg) => pg
            .batch_execute("VACUUM learners")
            .and_then(|()| pg.batch_execute("VACUUM handover_sections"))
            .map(|()| true)
            .map_err(DbError::from),
    }
}
