//! Migrations: the same names for both databases, run before anything else.

use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::Conn;

const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// Why the schema could not be brought up to date.
#[derive(Debug, thiserror::Error)]
#[error("migration failed: {0}")]
pub struct MigrationError(String);

/// Runs what was not run yet; a lock keeps two processes from doing it at once.
pub(super) fn up(conn: &mut Conn) -> Result<Vec<String>, MigrationError> {
    match conn {
        Conn::Postgres(pg) => {
            lock(pg)?;
            names(pg.run_pending_migrations(POSTGRES))
        }
        Conn::Sqlite(sqlite) => names(sqlite.run_pending_migrations(SQLITE)),
    }
}

/// Takes every migration back; only tests do this.
pub(super) fn down(conn: &mut Conn) -> Result<Vec<String>, MigrationError> {
    match conn {
        Conn::Postgres(pg) => names(pg.revert_all_migrations(POSTGRES)),
        Conn::Sqlite(sqlite) => names(sqlite.revert_all_migrations(SQLITE)),
    }
}

fn lock(pg: &mut diesel::PgConnection) -> Result<(), MigrationError> {
    use diesel::connection::SimpleConnection;
    // Held until this connection closes, which is right after migrating.
    pg.batch_execute("SELECT pg_advisory_lock(7250117)").map_err(|e| MigrationError(e.to_string()))
}

fn names(
    ran: Result<Vec<diesel::migration::MigrationVersion<'_>>, Box<dyn std::error::Error + Send + Sync>>,
) -> Result<Vec<String>, MigrationError> {
    ran.map(|all| all.iter().map(ToString::to_string).collect()).map_err(|e| MigrationError(e.to_string()))
}
