//! The statements with which the service begins and moves a handover: those it runs, in its order, with as much in them.
//!
//! What it decides, seals and shapes in between is left out; so is reading more than the first column of what a change answers.

/// One statement: text and, in between, values with their types; answers the first column of each row.
macro_rules! ask {
    ($conn:ident, $first:expr $(, ($kind:ty) $value:expr, $next:expr)* $(,)?) => {
        Repeated(sql::<Text>($first)$(.bind::<$kind, _>($value).sql($next))*).load::<String>($conn)?
    };
}

/// The key under which an answer is repeated: claimed first, and its answer kept last.
macro_rules! claim {
    ($conn:ident, $partner:expr, $key:expr, $at:expr) => {
        acts::ask!($conn, "INSERT INTO idempotency (partner_id, key_hash, request_mac, answer, created_at) VALUES (",
            (Text) $partner, ", ", (Text) $key, ", ", (Text) $key, ", ", (Text) "pending", ", ", (Timestamp) $at,
            ") ON CONFLICT DO NOTHING RETURNING key_hash")
    };
}

macro_rules! answer {
    ($conn:ident, $partner:expr, $key:expr) => {
        acts::ask!($conn, "UPDATE idempotency SET answer = ", (Text) acts::ANSWER, " WHERE partner_id = ", (Text) $partner,
            " AND key_hash = ", (Text) $key, " RETURNING key_hash")
    };
}

/// Two terms, and the work lists they stand on.
macro_rules! terms {
    ($conn:ident, $handover:expr, $partner:expr, $at:expr, $names:expr) => {{
        let [one, two] = $names;
        acts::ask!($conn, "INSERT INTO handover_terms (handover_id, term, stage, state, opens_at, due_at, next_at, held_at) VALUES (",
            (Text) $handover, ", ", (Text) one, ", ", (Text) "waiting", ", ", (Text) "running", ", ", (Timestamp) $at, ", ",
            (Timestamp) $at, ", ", (Timestamp) $at, ", NULL), (", (Text) $handover, ", ", (Text) two, ", ", (Text) "waiting", ", ",
            (Text) "running", ", ", (Timestamp) $at, ", ", (Timestamp) $at, ", ", (Timestamp) $at, ", NULL) RETURNING term");
        acts::ask!($conn, "INSERT INTO work_items (handover_id, term, partner_id, party, professional, place) VALUES (",
            (Text) $handover, ", ", (Text) one, ", ", (Text) $partner, ", ", (Text) "sender", ", NULL, ", (Text) acts::PLACE, "), (",
            (Text) $handover, ", ", (Text) two, ", ", (Text) $partner, ", ", (Text) "sender", ", NULL, ", (Text) acts::PLACE,
            ") RETURNING partner_id");
    }};
}

/// A draft: its key, whom it is about (held on PostgreSQL, where others write too), whom it goes to, its rows, its terms.
macro_rules! create {
    ($conn:ident, $new:expr, $lock:literal) => {{
        let (key, sender, at) = (new_id(), &$new.sender_partner_id, $new.created_at);
        acts::claim!($conn, sender, &key, at);
        acts::ask!($conn, concat!("SELECT ", "l.id, l.data_key, l.personal, l.ground_version, l.responsible_person \
            FROM learner_pseudonyms p INNER JOIN learners l ON l.id = p.learner_id WHERE p.partner_id = "), (Text) sender,
            " AND p.pseudonym = ", (Text) &$new.pseudonym, "");
        if !$lock.is_empty() {
            acts::ask!($conn, "SELECT id, data_key, personal, responsible_person FROM learners WHERE id = ", (Text) &$new.learner_id, $lock);
        }
        acts::ask!($conn, "SELECT id, name, kind, brin FROM partners WHERE id = ", (Text) &$new.receiver_partner_id, "");
        let inserted = insert_into(handovers::table).values(&**$new).execute($conn)?;
        acts::ask!($conn, "INSERT INTO handover_moves (handover_id, id, status, party, partner_id, moved_at) VALUES (",
            (Text) &$new.id, ", ", (Text) &key, ", ", (Text) $new.status, ", ", (Text) "sender", ", ", (Text) sender, ", ",
            (Timestamp) at, ") RETURNING id");
        acts::ask!($conn, "SELECT id, learner_id, status, sender_person, receiver_person FROM handovers WHERE id = ", (Text) &$new.id, "");
        acts::terms!($conn, &$new.id, sender, at, ["draft", "april"]);
        acts::answer!($conn, sender, &key);
        Ok(inserted)
    }};
}

/// A move of a handover whose standing was read: its terms taken off, what it waits for looked up, its row and its learner's changed,
/// the move kept, the next terms put on.
macro_rules! advance {
    ($conn:ident, $id:expr, $from:expr, $to:expr) => {{
        let (key, at) = (new_id(), estafette_db::Clock::default().now().naive_utc());
        acts::claim!($conn, acts::PARTNER, &key, at);
        acts::ask!($conn, "DELETE FROM handover_terms WHERE handover_id = ", (Text) $id, " RETURNING term");
        acts::ask!($conn, "SELECT id FROM conversations WHERE outcome IS NOT NULL AND handover_id = ", (Text) $id, "");
        acts::ask!($conn, "SELECT asked_by FROM questions WHERE answered_at IS NULL AND handover_id = ", (Text) $id,
            " UNION ALL SELECT proposed_by FROM alternatives WHERE decided_at IS NULL AND handover_id = ", (Text) $id, "");
        let moved = acts::ask!($conn, "UPDATE handovers SET status = ", (Text) $to, ", status_since = ", (Timestamp) at,
            ", taken_over_at = ", (Timestamp) at, ", term_ends_at = ", (Timestamp) at,
            ", receiver_person = sender_person, matrix_version = ", (Text) "2026-1", " WHERE id = ", (Text) $id, " AND status = ",
            (Text) $from, " RETURNING sender_partner_id");
        acts::ask!($conn, "INSERT INTO handover_moves (handover_id, id, move, status, party, partner_id, moved_at) VALUES (",
            (Text) $id, ", ", (Text) &key, ", ", (Text) "accept", ", ", (Text) $to, ", ", (Text) "receiver", ", ", (Text) acts::PARTNER,
            ", ", (Timestamp) at, ") RETURNING id");
        acts::ask!($conn, "UPDATE learners SET ground_version = ground_version + 1 WHERE id = \
            (SELECT learner_id FROM handovers WHERE id = ", (Text) $id, ") RETURNING id");
        for sender in &moved {
            acts::terms!($conn, $id, sender, at, ["transfer", "april"]);
        }
        acts::answer!($conn, acts::PARTNER, &key);
        Ok(moved.len())
    }};
}

pub(super) use {advance, answer, ask, claim, create, terms};

/// As long as what the service keeps to repeat an answer by.
pub const ANSWER: &str = "0123456789012345678901234567890123456789012345678901234567890123";

/// Where a term stands on a work list.
pub const PLACE: &str = "2 normal 2026-04-01T00:00:00Z 01920000-0000-7000-8000-000000000001";

/// Who moves.
pub const PARTNER: &str = "01920000-0000-7000-8000-000000000001";
