//! The steps of plans that travelled.

diesel::table! {
    plan_steps (handover_id, id) {
        handover_id -> Text,
        id -> Text,
        status -> Text,
        comes_from -> Nullable<Text>,
        content -> Binary,
        reason -> Nullable<Binary>,
        handed_over_at -> Timestamp,
        answered_at -> Nullable<Timestamp>,
        settled_by -> Nullable<Text>,
    }
}
