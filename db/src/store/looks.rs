//! Who looks, told to PostgreSQL, which then gives no row of anybody else: a second wall behind the queries.
//!
//! What the house does, and every write, looks at everything: a write answers ids and codes only, and what follows from it may lie with
//! other parties. A read looks as the partner or the learner it is for. SQLite has no such wall.

use std::ops::{Deref, DerefMut};

use diesel::{
    QueryResult, RunQueryDsl,
    connection::{AnsiTransactionManager, SimpleConnection},
    expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping},
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_types::{BigInt, Bool, Text},
};
use uuid::Uuid;

use super::{Conn, Store, on_each};
use crate::{DbResult, Viewer};

/// Who looks at the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Looks {
    /// The house itself.
    House,
    /// A partner.
    Partner(Uuid),
    /// A learner, on their own page.
    Learner(Uuid),
}

impl Looks {
    /// As the policies of the tables know it; ids are written by us, so nothing in it has to be escaped.
    fn text(self) -> String {
        match self {
            Self::House => "system".to_owned(),
            Self::Partner(partner) => partner.to_string(),
            Self::Learner(learner) => format!("learner:{learner}"),
        }
    }
}

/// A connection of the pool, and who looks by it until somebody else does.
pub(crate) struct Pooled {
    conn: Conn,
    looks: Option<Looks>,
}

impl Pooled {
    pub(super) fn new(conn: Conn) -> Self {
        Self { conn, looks: None }
    }

    /// Says who looks from now on, unless that was said last.
    pub(super) fn let_look(&mut self, looks: Looks) -> QueryResult<&mut Conn> {
        if self.looks != Some(looks) {
            self.looks = None;
            let_look(&mut self.conn, looks)?;
            self.looks = Some(looks);
        }
        Ok(&mut self.conn)
    }
}

impl Pooled {
    /// Lets the first statement say who looks: see [`Saying`].
    pub(super) fn let_statement_say(&mut self) {
        self.looks = None;
    }
}

impl Deref for Pooled {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        &self.conn
    }
}

impl DerefMut for Pooled {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.conn
    }
}

/// A statement that says by itself who looks from now on, and is then carried out: no exchange with the server goes into that alone.
///
/// It has to be filtered by [`Said`], so that nothing is looked for before it was said. Its first column is the id of a handover: what was found,
/// and by whom, is remembered on the connection, and the policies of what hangs on that handover need not look for it again.
#[derive(Debug, Clone, QueryId)]
pub(crate) struct Saying<Q> {
    looks: String,
    query: Q,
}

impl<Q> Saying<Q> {
    pub(crate) fn new(looks: Looks, query: Q) -> Self {
        Self { looks: looks.text(), query }
    }
}

impl<Q: QueryFragment<Pg>> QueryFragment<Pg> for Saying<Q> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("WITH looks AS MATERIALIZED (SELECT set_config('estafette.viewer', ");
        out.push_bind_param::<Text, _>(&self.looks)?;
        out.push_sql(", false) AS said) SELECT found.* FROM looks CROSS JOIN LATERAL (");
        self.query.walk_ast(out.reborrow())?;
        out.push_sql(
            " OFFSET 0) AS found (handover) WHERE set_config('estafette.found', looks.said || ' ' || found.handover, false) IS NOT NULL",
        );
        Ok(())
    }
}

impl<Q: Query> Query for Saying<Q> {
    type SqlType = Q::SqlType;
}

impl<Q, C> RunQueryDsl<C> for Saying<Q> {}

/// That it was said who looks.
#[derive(Debug, Clone, Copy, QueryId, ValidGrouping)]
pub(crate) struct Said;

impl Expression for Said {
    type SqlType = Bool;
}

impl<QS> SelectableExpression<QS> for Said {}
impl<QS> AppearsOnTable<QS> for Said {}

impl QueryFragment<Pg> for Said {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("looks.said IS NOT NULL");
        Ok(())
    }
}

/// Says who looks by this connection from now on.
pub(crate) fn let_look(conn: &mut Conn, looks: Looks) -> QueryResult<()> {
    match conn {
        Conn::Postgres(pg) => pg.batch_execute(&format!("SET estafette.viewer TO '{}'", looks.text())),
        Conn::Sqlite(_) => Ok(()),
    }
}

/// Begins a transaction and says who looks until it ends, in one exchange with the server.
pub(super) fn begin(pg: &mut diesel::PgConnection, how: &str, looks: Looks) -> QueryResult<()> {
    AnsiTransactionManager::begin_transaction_sql(pg, &format!("{how}; SET LOCAL estafette.viewer TO '{}'", looks.text()))
}

#[derive(diesel::QueryableByName)]
struct Role {
    #[diesel(sql_type = Bool)]
    unwalled: bool,
}

/// Says it in the log of the process when this role gets past row-level security.
pub(super) fn tell_if_unwalled(conn: &mut Conn) {
    let Conn::Postgres(pg) = conn else { return };
    let role = diesel::sql_query("SELECT rolsuper OR rolbypassrls AS unwalled FROM pg_roles WHERE rolname = current_user");
    if role.get_result::<Role>(pg).is_ok_and(|role| role.unwalled) {
        tracing::warn!("this database role gets past row-level security: serve as one that is no superuser and has no BYPASSRLS");
    }
}

#[derive(diesel::QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

impl Store {
    /// How many rows of a table a connection of the pool finds for this viewer when nothing is filtered, so that a test can lean on the wall.
    ///
    /// # Errors
    /// A fault on our side, such as a table that is not there.
    pub async fn in_sight<S: estafette_contract::Scope>(&self, viewer: Viewer<S>, table: &'static str) -> DbResult<i64> {
        let looks = viewer.looks();
        let counted = self.inner.run(move |inner| {
            let mut conn = inner.pool.get()?;
            let all = diesel::sql_query(format!("SELECT count(*) AS count FROM {table}"));
            DbResult::Ok(on_each!(conn.let_look(looks)?, |c| all.get_result::<Count>(c))?.count)
        });
        counted.await?
    }
}
