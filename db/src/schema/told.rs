//! What happened, and to whom it is told.

diesel::table! {
    events (arrival) {
        arrival -> BigInt,
        id -> Text,
        partner_id -> Text,
        kind -> Text,
        handover_id -> Nullable<Text>,
        notice_id -> Nullable<Text>,
        subscription_id -> Nullable<Text>,
        application_reference -> Nullable<Text>,
        happened_at -> Timestamp,
        position -> BigInt,
    }
}

diesel::table! {
    subscriptions (id) {
        id -> Text,
        partner_id -> Text,
        address -> Text,
        kinds -> Text,
        status -> Text,
        stopped_for -> Nullable<Text>,
        generation -> BigInt,
        rotated_at -> Nullable<Timestamp>,
        failures -> BigInt,
        rests_until -> Timestamp,
        delivered_at -> Nullable<Timestamp>,
        lane -> Nullable<Text>,
        lane_until -> Timestamp,
        created_at -> Timestamp,
    }
}

diesel::table! {
    deliveries (subscription_id, event_id) {
        subscription_id -> Text,
        event_id -> Text,
        position -> BigInt,
        handover_id -> Nullable<Text>,
        status -> Text,
        tries -> BigInt,
        next_at -> Timestamp,
        first_tried_at -> Nullable<Timestamp>,
        tried_at -> Nullable<Timestamp>,
        fault -> Nullable<Text>,
        answered_with -> Nullable<BigInt>,
        delivered_at -> Nullable<Timestamp>,
    }
}
