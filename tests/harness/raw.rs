//! A way past the service into the rows, for what no partner can see or do.

use diesel::{
    Connection, ConnectionError, PgConnection, QueryResult, QueryableByName, RunQueryDsl, SqliteConnection, connection::SimpleConnection,
    sql_query, sql_types::Text,
};
use estafette_db::Address;

use super::{Partner, TestDatabase, cluster::past_everything};

/// A connection of the test's own.
pub enum Raw {
    /// To the file.
    Sqlite(SqliteConnection),
    /// To the cluster.
    Postgres(PgConnection),
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

impl TestDatabase {
    /// Connects to the same database beside the service.
    pub fn raw(&self) -> Raw {
        Raw::to(&self.address()).expect("a connection of the test's own")
    }
}

impl Raw {
    /// A connection to this database.
    ///
    /// # Errors
    /// When it cannot be had.
    pub fn to(address: &Address) -> Result<Self, ConnectionError> {
        Ok(match address {
            Address::Sqlite(path) => {
                let mut conn = SqliteConnection::establish(&path.to_string_lossy())?;
                conn.batch_execute("PRAGMA busy_timeout = 10000;").map_err(ConnectionError::CouldntSetupConfiguration)?;
                Self::Sqlite(conn)
            }
            Address::Postgres(url) => Self::Postgres(PgConnection::establish(&past_everything(url))?),
        })
    }

    /// Runs statements.
    ///
    /// # Errors
    /// What the database says.
    pub fn execute(&mut self, sql: &str) -> QueryResult<()> {
        match self {
            Self::Sqlite(conn) => conn.batch_execute(sql),
            Self::Postgres(conn) => conn.batch_execute(sql),
        }
    }

    /// The column `line`, a text, of every row.
    pub fn lines(&mut self, sql: &str) -> Vec<String> {
        let lines: QueryResult<Vec<Line>> = match self {
            Self::Sqlite(conn) => sql_query(sql).load(conn),
            Self::Postgres(conn) => sql_query(sql).load(conn),
        };
        lines.expect("a query of the test's own").into_iter().map(|line| line.line).collect()
    }

    /// The plan that PostgreSQL makes of a statement that asks for it as JSON.
    pub fn explained(&mut self, sql: &str) -> serde_json::Value {
        #[derive(QueryableByName)]
        struct Plan {
            // JSON goes over the wire as text.
            #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
            plan: String,
        }
        let Self::Postgres(conn) = self else { return serde_json::Value::Null };
        sql_query(sql).get_result::<Plan>(conn).expect("a plan").plan.parse().expect("a plan is JSON")
    }

    /// How many rows a table has.
    pub fn count(&mut self, table: &str) -> usize {
        self.lines(&format!("SELECT CAST(COUNT(*) AS TEXT) AS line FROM {table}"))[0].parse().expect("a number")
    }

    /// A binary column as hexadecimal digits.
    pub fn hex(&self, column: &str) -> String {
        match self {
            Self::Sqlite(_) => format!("lower(hex({column}))"),
            Self::Postgres(_) => format!("encode({column}, 'hex')"),
        }
    }

    /// A yes or no, as this database writes it.
    pub fn flag(&self, yes: bool) -> &'static str {
        match (self, yes) {
            (Self::Sqlite(_), false) => "0",
            (Self::Sqlite(_), true) => "1",
            (Self::Postgres(_), false) => "FALSE",
            (Self::Postgres(_), true) => "TRUE",
        }
    }

    /// Gives a partner one more scope, as the region would; it counts from the next token on.
    pub fn grant(&mut self, partner: &Partner, scope: &str) {
        self.execute(&format!("UPDATE partners SET scopes = scopes || ' {scope}' WHERE id = '{}'", partner.id))
            .expect("a scope is granted");
    }
}
