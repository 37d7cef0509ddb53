//! The terms that run, and whose work lists they stand on.

diesel::table! {
    handover_terms (handover_id, term) {
        handover_id -> Text,
        term -> Text,
        stage -> Text,
        state -> Text,
        opens_at -> Timestamp,
        due_at -> Timestamp,
        next_at -> Timestamp,
        held_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    work_items (handover_id, term, partner_id) {
        handover_id -> Text,
        term -> Text,
        partner_id -> Text,
        party -> Text,
        professional -> Nullable<Text>,
        place -> Text,
    }
}
