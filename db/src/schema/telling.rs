//! Notices to partners.

diesel::table! {
    notices (partner_id, id) {
        partner_id -> Text,
        id -> Text,
        handover_id -> Text,
        kind -> Text,
        section -> Nullable<Text>,
        made_at -> Timestamp,
        acknowledged_at -> Nullable<Timestamp>,
    }
}
