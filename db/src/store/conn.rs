//! One connection type over two databases.

use diesel::{PgConnection, SqliteConnection};

/// A connection to whichever database the URL names.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// PostgreSQL.
    Postgres(PgConnection),
    /// SQLite; last, because it takes any text for a path.
    Sqlite(SqliteConnection),
}

/// Runs one statement on whichever connection it is, for what diesel cannot say for both at once.
macro_rules! on_each {
    ($conn:expr, |$c:ident| $body:expr) => {
        match $conn {
            $crate::store::Conn::Postgres($c) => $body,
            $crate::store::Conn::Sqlite($c) => $body,
        }
    };
}
pub(crate) use on_each;
