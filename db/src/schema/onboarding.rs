//! How partners come to what they have.

diesel::table! {
    proposals (id) {
        id -> Text,
        partner_id -> Text,
        change -> Text,
        proposed_by -> Text,
        proposed_at -> Timestamp,
        expires_at -> Timestamp,
        outcome -> Nullable<Text>,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    burnt_keys (thumbprint) {
        thumbprint -> Text,
        burnt_at -> Timestamp,
    }
}
