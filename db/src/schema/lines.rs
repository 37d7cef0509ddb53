//! Referrals between lines, the desks they go to, and what learners ask for.

diesel::table! {
    referrals (handover_id) {
        handover_id -> Text,
        line -> Text,
        content -> Binary,
        asked_at -> Timestamp,
    }
}

diesel::table! {
    referral_answers (handover_id, id) {
        handover_id -> Text,
        id -> Text,
        outcome -> Text,
        content -> Binary,
        answered_at -> Timestamp,
    }
}

diesel::table! {
    desks (id) {
        id -> Text,
        partner_id -> Text,
        name -> Text,
        capacity -> BigInt,
    }
}

diesel::table! {
    contact_requests (id) {
        id -> Text,
        handover_id -> Nullable<Text>,
        aftercare_id -> Nullable<Text>,
        content -> Binary,
        made_at -> Timestamp,
    }
}
