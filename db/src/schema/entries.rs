//! The log.

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
