//! The two statements with which the service reads a record, in its words: who it is about and where it stands, and what it holds.
//!
//! Written as text, so that the bare program and pgbench run the same. Each piece is followed by the id of the handover.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::sql_types::{BigInt, Binary, Bool, Date, Nullable, Text, Timestamp};

/// Where a handover stands, with the learner it is about.
pub const STANDING: [&str; 2] = [
    "SELECT h.id, h.learner_id, h.transition, h.status, h.resumes_to, h.status_since, h.term_ends_at, h.moves_responsibility, \
     h.sender_partner_id, h.sender_person, h.receiver_partner_id, h.receiver_desk, h.receiver_person, h.programme, h.application_reference, \
     h.urgency, h.transfer_started_at, h.taken_over_at, h.sender_professional, h.receiver_professional, \
     l.id, l.data_key, l.personal, l.ground_version, l.registered_by, l.responsible_partner_id, l.responsible_desk, l.responsible_person, \
     l.responsible_since, l.wrapped_under FROM handovers h INNER JOIN learners l ON l.id = h.learner_id WHERE h.id = ",
    "",
];

/// What a handover holds: its sections, what was stated about them, the views, what is objected to, lies still or is past, and by whom it is.
pub const CONTENTS: [&str; 8] = [
    "SELECT 'section', section, version, ground, matrix_version, NULL, content, necessity, NULL, NULL, written_at \
     FROM handover_sections WHERE current AND handover_id = ",
    " UNION ALL SELECT 'statement', section, version, statement, giver, representative_id, NULL, NULL, from_on, until_on, recorded_at \
     FROM consents WHERE handover_id = ",
    " UNION ALL SELECT 'view', id, 0, NULL, NULL, NULL, content, NULL, NULL, NULL, recorded_at FROM views WHERE handover_id = ",
    " UNION ALL SELECT 'objection', section, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, made_at FROM objections \
     WHERE answered_at IS NULL AND handover_id = ",
    " UNION ALL SELECT 'restriction', id, 0, section, NULL, NULL, NULL, NULL, NULL, NULL, made_at FROM rights_requests \
     WHERE kind = 'restrict' AND outcome IN ('granted', 'partly') AND done_at IS NULL AND handover_id = ",
    " UNION ALL SELECT 'past need', CAST(version AS TEXT), number, NULL, NULL, NULL, NULL, NULL, NULL, NULL, marked_at FROM past_needs \
     WHERE handover_id = ",
    " UNION ALL SELECT 'sender', id, 0, name, kind, brin, NULL, NULL, NULL, NULL, created_at FROM partners \
     WHERE id = (SELECT sender_partner_id FROM handovers WHERE id = ",
    ")",
];

/// The columns of [`STANDING`], a nullable one marked.
pub type StandingColumns = (
    (Text, Text, Text, Text, Nullable<Text>, Timestamp, Nullable<Timestamp>, Bool, Text, Binary),
    (Text, Nullable<Text>, Nullable<Binary>, Nullable<Text>, Nullable<Text>, Text, Nullable<Timestamp>, Nullable<Timestamp>),
    (Nullable<Text>, Nullable<Text>, Text, Nullable<Binary>, Binary, BigInt, Text, Text, Nullable<Text>, Binary, Timestamp, BigInt),
);

/// A row of [`STANDING`].
pub type Standing = (
    (String, String, String, String, Option<String>, NaiveDateTime, Option<NaiveDateTime>, bool, String, Vec<u8>),
    (String, Option<String>, Option<Vec<u8>>, Option<String>, Option<String>, String, Option<NaiveDateTime>, Option<NaiveDateTime>),
    (Option<String>, Option<String>, String, Option<Vec<u8>>, Vec<u8>, i64, String, String, Option<String>, Vec<u8>, NaiveDateTime, i64),
);

/// The columns of [`CONTENTS`].
pub type ContentsColumns = (
    (Text, Text, BigInt, Nullable<Text>, Nullable<Text>, Nullable<Text>),
    (Nullable<Binary>, Nullable<Binary>, Nullable<Date>, Nullable<Date>, Timestamp),
);

/// A row of [`CONTENTS`].
pub type Contents = (
    (String, String, i64, Option<String>, Option<String>, Option<String>),
    (Option<Vec<u8>>, Option<Vec<u8>>, Option<NaiveDate>, Option<NaiveDate>, NaiveDateTime),
);
