//! What was erased, and how far that is.

diesel::table! {
    erasures (id) {
        id -> Text,
        learner_id -> Nullable<Text>,
        handover_id -> Nullable<Text>,
        section -> Nullable<Text>,
        erased_at -> Timestamp,
        recorded_at -> Nullable<Timestamp>,
        cleared_at -> Nullable<Timestamp>,
    }
}
