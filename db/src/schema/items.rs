//! Items on a running handover.

diesel::table! {
    questions (handover_id, id) {
        handover_id -> Text,
        id -> Text,
        asked_by -> Text,
        content -> Binary,
        asked_at -> Timestamp,
        answer -> Nullable<Binary>,
        answered_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    alternatives (handover_id, id) {
        handover_id -> Text,
        id -> Text,
        kind -> Text,
        proposed_by -> Text,
        content -> Binary,
        proposed_at -> Timestamp,
        decision -> Nullable<Text>,
        explanation -> Nullable<Binary>,
        decided_at -> Nullable<Timestamp>,
    }
}
