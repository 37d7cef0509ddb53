//! A region made larger past the service: copies of its rows under other ids. What is sealed in a copy cannot be opened, and need not be.

use uuid::Uuid;

use super::raw::Raw;

/// A table, with the columns that name a row of its own or of another.
type Table = (&'static str, &'static [&'static str]);

/// The tables that grow with the handovers.
const GROWING: &[Table] = &[
    ("learners", &["id"]),
    ("learner_pseudonyms", &["pseudonym", "learner_id"]),
    ("representatives", &["id", "learner_id"]),
    ("handovers", &["id", "learner_id"]),
    ("handover_moves", &["handover_id"]),
    ("transition_facts", &["id", "learner"]),
    ("handover_terms", &["handover_id"]),
    ("work_items", &["handover_id", "place"]),
    ("handover_sections", &["handover_id"]),
    ("informings", &["handover_id"]),
    ("views", &["handover_id"]),
    ("consents", &["id", "handover_id"]),
    ("conversations", &["handover_id"]),
    ("conversation_times", &["handover_id"]),
    ("conversation_confirmations", &["handover_id"]),
    ("plan_steps", &["handover_id"]),
    ("questions", &["handover_id"]),
    ("alternatives", &["handover_id"]),
    ("notices", &["id", "handover_id"]),
    ("events", &["id", "handover_id"]),
    ("referrals", &["handover_id"]),
    ("referral_answers", &["handover_id"]),
    ("contact_requests", &["id", "handover_id"]),
    ("deliveries", &["event_id", "handover_id"]),
    ("objections", &["handover_id"]),
    ("rights_requests", &["handover_id"]),
];

/// The tables that grow with every call.
const LOG: &[Table] = &[("audit_entries", &["event_id", "subject"]), ("audit_details", &["event_id"])];

/// The tables in which a copy may belong to others than the first does, so that not everything is one partner's.
const OF_OTHERS: [&str; 4] = ["handovers", "work_items", "events", "audit_entries"];

impl Raw {
    /// Adds this many copies of everything there is; handovers and entries of copies belong to these partners in turn, if there are any.
    pub fn multiply(&mut self, copies: usize, others: &[Uuid]) {
        self.copy_rows(&[GROWING, LOG].concat(), copies, others);
    }

    /// The same without the log, and without another partner.
    pub fn multiply_handovers(&mut self, copies: usize) {
        self.copy_rows(GROWING, copies, &[]);
    }

    fn copy_rows(&mut self, tables: &[Table], copies: usize, others: &[Uuid]) {
        let numbers =
            format!("WITH RECURSIVE numbers (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < {copies})");
        for (table, ids) in tables {
            let columns = self.columns(table);
            let value = |column: &String| match column.as_str() {
                id if ids.contains(&id) => self.under_another_id(id),
                partner if partner.ends_with("partner_id") && OF_OTHERS.contains(table) => belonging_to(others, partner),
                // Nearly all events there are were numbered, each with a position of its own.
                "position" if *table == "events" => "\"position\" + 1000000 * number".to_owned(),
                other => format!("\"{other}\""),
            };
            let values = columns.iter().map(value).collect::<Vec<_>>().join(", ");
            let names = columns.iter().map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(", ");
            self.execute(&format!("{numbers} INSERT INTO {table} ({names}) SELECT {values} FROM {table}, numbers"))
                .expect("rows are copied");
        }
        // As its own housekeeping would; SQLite counts only when it is told to, which the service does not.
        if let Self::Postgres(_) = self {
            self.execute("ANALYZE").expect("rows are counted");
        }
    }

    /// The id with another first part, so that no two copies have the same and all sort before the first.
    fn under_another_id(&self, column: &str) -> String {
        match self {
            Self::Sqlite(_) => format!("printf('%08x', number) || substr({column}, 9)"),
            Self::Postgres(_) => format!("lpad(to_hex(number), 8, '0') || substr({column}, 9)"),
        }
    }

    fn columns(&mut self, table: &str) -> Vec<String> {
        self.lines(&match self {
            Self::Sqlite(_) => format!("SELECT name AS line FROM pragma_table_info('{table}') WHERE name <> 'arrival' ORDER BY cid"),
            Self::Postgres(_) => format!(
                "SELECT CAST(column_name AS TEXT) AS line FROM information_schema.columns \
                 WHERE table_name = '{table}' AND table_schema = 'public' AND column_name <> 'arrival' ORDER BY ordinal_position"
            ),
        })
    }
}

fn belonging_to(others: &[Uuid], column: &str) -> String {
    let cases = others.iter().enumerate().map(|(at, partner)| format!(" WHEN {at} THEN '{partner}'")).collect::<String>();
    if others.is_empty() { column.to_owned() } else { format!("CASE number % {}{cases} ELSE {column} END", others.len() + 1) }
}
