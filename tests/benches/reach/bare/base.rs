//! The statements, written once for each database.

use chrono::NaiveDateTime;
use diesel::{
    Connection, PgConnection, SqliteConnection,
    connection::{AnsiTransactionManager, SimpleConnection, TransactionManager},
    dsl::sql,
    insert_into,
    prelude::*,
    sql_types::{Binary, Nullable, Text, Timestamp},
    update,
};
use estafette_db::Repeated;
use uuid::Uuid;

use super::{
    acts,
    record::{CONTENTS, Contents, ContentsColumns, STANDING, Standing, StandingColumns},
};

diesel::table! {
    handovers (id) {
        id -> Text,
        learner_id -> Text,
        transition -> Text,
        status -> Text,
        status_since -> Timestamp,
        moves_responsibility -> Bool,
        sender_partner_id -> Text,
        sender_person -> Binary,
        receiver_partner_id -> Text,
        urgency -> Text,
        matrix_version -> Text,
        taken_over_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    audit_entries (event_id) {
        event_id -> Text,
        partner_id -> Text,
        subject -> Nullable<Text>,
        entry -> Text,
    }
}

diesel::table! {
    audit_details (event_id) {
        event_id -> Text,
        salt -> Binary,
        details -> Text,
    }
}

diesel::table! {
    audit_arrivals (event_id) {
        event_id -> Text,
    }
}

/// An entry as large as one of the service's.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = audit_entries)]
pub struct Entry {
    event_id: String,
    partner_id: String,
    subject: Option<String>,
    entry: String,
}

/// Its details.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = audit_details)]
pub struct Detail {
    event_id: String,
    salt: Vec<u8>,
    details: String,
}

/// How many bytes an entry and its details take.
#[derive(Debug, Clone, Copy)]
pub struct Sizes {
    /// The entry.
    pub entry: usize,
    /// Its details.
    pub details: usize,
}

/// What names a row that is new.
fn new_id() -> String {
    Uuid::now_v7().to_string()
}

impl Sizes {
    /// The rows that one act leaves in the log.
    pub fn lines(self) -> (Entry, Detail) {
        const PARTNER: &str = "01920000-0000-7000-8000-000000000001";
        let event_id = Uuid::now_v7().to_string();
        let (entry, details) = ("e".repeat(self.entry), "d".repeat(self.details));
        let entry = Entry { event_id: event_id.clone(), partner_id: PARTNER.into(), subject: Some("s".repeat(43)), entry };
        (entry, Detail { event_id, salt: vec![7; 32], details })
    }
}

/// A handover that begins.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = handovers)]
pub struct NewHandover {
    id: String,
    learner_id: String,
    transition: &'static str,
    status: &'static str,
    status_since: NaiveDateTime,
    moves_responsibility: bool,
    sender_partner_id: String,
    sender_person: Vec<u8>,
    receiver_partner_id: String,
    urgency: &'static str,
    matrix_version: &'static str,
    created_at: NaiveDateTime,
    #[diesel(skip_insertion)]
    pseudonym: String,
}

/// What a write does beside its entry.
#[derive(Debug, Clone)]
pub enum Write {
    /// Nothing: only the entry, as for a read.
    Nothing,
    /// Insert this handover.
    Create(Box<NewHandover>),
    /// Move this handover from one status to another, if it is still there.
    Move(String, String, String),
    /// Insert this handover with all that the service writes and looks up for it.
    CreateWhole(Box<NewHandover>),
    /// The same for a move.
    MoveWhole(String, String, String),
}

/// One of the two databases.
pub trait Base: Connection + Send + 'static {
    /// Whether one connection does all the writing.
    const ONE_WRITER: bool;
    /// Makes a connection ready.
    fn prepare(&mut self) -> QueryResult<()>;
    /// Begins a transaction that writes.
    fn begin(&mut self) -> QueryResult<()>;
    /// Commits it.
    fn end(&mut self) -> QueryResult<()>;
    /// Whom a record is about and where it stands, and what it holds.
    fn record(&mut self, handover: &str) -> QueryResult<(Standing, Vec<Contents>)>;
    /// Handovers to make others like.
    fn models(&mut self) -> QueryResult<Vec<Model>>;
    /// Does a write.
    fn write(&mut self, write: &Write) -> QueryResult<usize>;
    /// Appends the rows of one act to the log, in as few statements as the database takes.
    fn append_one(&mut self, entry: Entry, detail: Detail) -> QueryResult<()>;
    /// Appends to the log.
    fn append(&mut self, entries: &[Entry], details: &[Detail]) -> QueryResult<()>;
}

macro_rules! base {
    ($conn:ty, $setup:literal, $begin:literal, marked: $marked:literal, locked: $lock:literal) => {
        impl Base for $conn {
            const ONE_WRITER: bool = !$marked;

            fn prepare(&mut self) -> QueryResult<()> {
                self.batch_execute($setup)
            }

            fn begin(&mut self) -> QueryResult<()> {
                AnsiTransactionManager::begin_transaction_sql(self, $begin)
            }

            fn end(&mut self) -> QueryResult<()> {
                AnsiTransactionManager::commit_transaction(self)
            }

            fn record(&mut self, handover: &str) -> QueryResult<(Standing, Vec<Contents>)> {
                let [before, after] = STANDING;
                let standing = sql::<StandingColumns>(before).bind::<Text, _>(handover).sql(after);
                let [sections, statements, views, objections, still, past, sender, end] = CONTENTS;
                let contents = sql::<ContentsColumns>(sections).bind::<Text, _>(handover).sql(statements).bind::<Text, _>(handover);
                let contents = contents.sql(views).bind::<Text, _>(handover).sql(objections).bind::<Text, _>(handover);
                let contents = contents.sql(still).bind::<Text, _>(handover).sql(past).bind::<Text, _>(handover);
                let contents = contents.sql(sender).bind::<Text, _>(handover).sql(end);
                Ok((Repeated(standing).get_result(self)?, Repeated(contents).load(self)?))
            }

            fn models(&mut self) -> QueryResult<Vec<Model>> {
                sql::<(Text, Text, Binary, Text, Timestamp, Text)>(MODELS).load(self)
            }

            fn write(&mut self, write: &Write) -> QueryResult<usize> {
                match write {
                    Write::Nothing => Ok(1),
                    Write::Create(new) => insert_into(handovers::table).values(&**new).execute(self),
                    Write::CreateWhole(new) => acts::create!(self, new, $lock),
                    Write::MoveWhole(id, from, to) => {
                        let [before, after] = STANDING;
                        let standing = sql::<StandingColumns>(before).bind::<Text, _>(id).sql(after);
                        let _: Standing = Repeated(standing).get_result(self)?;
                        acts::advance!(self, id, from, to)
                    }
                    Write::Move(id, from, to) => {
                        let standing = handovers::table.find(id).filter(handovers::status.eq(from));
                        let at = estafette_db::Clock::default().now().naive_utc();
                        let moved = (handovers::status.eq(to), handovers::status_since.eq(at), handovers::taken_over_at.eq(at));
                        update(standing).set(moved).execute(self)
                    }
                }
            }

            fn append_one(&mut self, entry: Entry, detail: Detail) -> QueryResult<()> {
                if $marked {
                    acts::ask!(self, "WITH kept AS (INSERT INTO audit_details (event_id, salt, details) VALUES (",
                        (Text) &detail.event_id, ", ", (Binary) &detail.salt, ", ", (Text) &detail.details,
                        ")), arrived AS (INSERT INTO audit_arrivals (event_id) VALUES (", (Text) &entry.event_id,
                        ")) INSERT INTO audit_entries (event_id, partner_id, subject, entry) VALUES (", (Text) &entry.event_id, ", ",
                        (Text) &entry.partner_id, ", ", (Nullable<Text>) &entry.subject, ", ", (Text) &entry.entry, ") RETURNING event_id");
                    return Ok(());
                }
                self.append(&[entry], &[detail])
            }

            fn append(&mut self, entries: &[Entry], details: &[Detail]) -> QueryResult<()> {
                insert_into(audit_entries::table).values(entries).execute(self)?;
                insert_into(audit_details::table).values(details).execute(self)?;
                if $marked {
                    let marks: Vec<_> = entries.iter().map(|entry| audit_arrivals::event_id.eq(&entry.event_id)).collect();
                    insert_into(audit_arrivals::table).values(marks).execute(self)?;
                }
                Ok(())
            }
        }
    };
}

base!(PgConnection, "SET timezone TO 'UTC'", "BEGIN", marked: true, locked: " FOR UPDATE");
base!(
    SqliteConnection,
    "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -8192;",
    "BEGIN IMMEDIATE",
    marked: false,
    locked: ""
);

/// What a new handover takes from one that is there: learner, sender, who that is, receiver, when, and the learner's pseudonym.
pub type Model = (String, String, Vec<u8>, String, NaiveDateTime, String);

const MODELS: &str = "SELECT h.learner_id, h.sender_partner_id, h.sender_person, h.receiver_partner_id, h.created_at, p.pseudonym \
     FROM handovers h INNER JOIN learner_pseudonyms p ON p.learner_id = h.learner_id AND p.partner_id = h.sender_partner_id LIMIT 1000";

impl NewHandover {
    /// A draft of the same learner between the same partners.
    pub fn like((learner_id, sender_partner_id, sender_person, receiver_partner_id, at, pseudonym): Model) -> Self {
        Self {
            id: Uuid::now_v7().to_string(),
            learner_id,
            transition: "vmbo_mbo",
            status: "draft",
            status_since: at,
            moves_responsibility: true,
            sender_partner_id,
            sender_person,
            receiver_partner_id,
            urgency: "normal",
            matrix_version: "2026-1",
            created_at: at,
            pseudonym,
        }
    }
}
