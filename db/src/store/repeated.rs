//! Statements that come again and again in the same words, and are prepared once for each connection.

use diesel::{
    QueryResult, RunQueryDsl,
    backend::Backend,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
};

/// A statement whose text hardly varies: diesel keeps it prepared, which it does not do for an `UPDATE` by itself.
///
/// That holds on a connection to one database, and for a statement that answers rows: let an `UPDATE` answer something (`returning`).
#[derive(Debug, Clone, Copy)]
pub struct Repeated<Q>(pub Q);

impl<Q: QueryFragment<DB>, DB: Backend> QueryFragment<DB> for Repeated<Q> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }

    fn is_safe_to_cache_prepared(&self, _: &DB) -> QueryResult<bool> {
        Ok(true)
    }
}

impl<Q: QueryId> QueryId for Repeated<Q> {
    type QueryId = Repeated<Q::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = Q::HAS_STATIC_QUERY_ID;
}

impl<Q: Query> Query for Repeated<Q> {
    type SqlType = Q::SqlType;
}

impl<Q, Conn> RunQueryDsl<Conn> for Repeated<Q> {}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };

    use diesel::{Connection, SqliteConnection, connection::InstrumentationEvent, connection::SimpleConnection, prelude::*, update};

    use super::*;
    use crate::schema::house;

    #[test]
    fn an_update_that_answers_and_comes_again_is_prepared_once() {
        let mut sqlite = SqliteConnection::establish(":memory:").expect("a database");
        sqlite.batch_execute("CREATE TABLE house (name TEXT PRIMARY KEY, value TEXT NOT NULL)").expect("a table");
        sqlite.batch_execute("INSERT INTO house (name, value) VALUES ('it', 'none')").expect("a row");
        let kept = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&kept);
        sqlite.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            counter.fetch_add(usize::from(matches!(event, InstrumentationEvent::CacheQuery { .. })), Ordering::Relaxed);
        });
        for value in ["one", "two", "three"] {
            let change = update(house::table.find("it")).set(house::value.eq(value)).returning(house::value);
            assert_eq!(Repeated(change).get_result::<String>(&mut sqlite).expect("the row"), value);
        }
        assert_eq!(kept.load(Ordering::Relaxed), 1);
        update(house::table.find("it")).set(house::value.eq("four")).execute(&mut sqlite).expect("an update");
        assert_eq!(kept.load(Ordering::Relaxed), 1, "an update by itself is not kept; this type would not be needed");
    }
}
