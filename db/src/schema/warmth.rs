//! Conversations, the times proposed for them, and what the parties confirm.

diesel::table! {
    conversations (handover_id, id) {
        handover_id -> Text,
        id -> Text,
        kind -> Text,
        outcome -> Nullable<Text>,
        recorded_by -> Text,
        ended_by -> Nullable<Text>,
        planned -> Nullable<Binary>,
        starts_at -> Nullable<Timestamp>,
        ends_at -> Nullable<Timestamp>,
        agreed_at -> Nullable<Timestamp>,
        times_agreed -> BigInt,
        content -> Nullable<Binary>,
        recorded_at -> Timestamp,
    }
}

diesel::table! {
    conversation_times (handover_id, conversation_id, id) {
        handover_id -> Text,
        conversation_id -> Text,
        id -> Text,
        proposed_by -> Text,
        starts_at -> Timestamp,
        ends_at -> Timestamp,
    }
}

diesel::table! {
    conversation_confirmations (handover_id, conversation_id, id) {
        handover_id -> Text,
        conversation_id -> Text,
        id -> Text,
        party -> Text,
        agreed -> Text,
        remark -> Nullable<Binary>,
        channel -> Nullable<Text>,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}
