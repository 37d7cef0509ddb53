//! How learners come in, to whom they made themselves known, what they object to and ask for.

diesel::table! {
    claims (id) {
        id -> Text,
        learner_id -> Text,
        role -> Text,
        representative_id -> Nullable<Text>,
        locator_hash -> Text,
        secret_hash -> Text,
        tries -> BigInt,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    own_sessions (token_hash) {
        token_hash -> Text,
        learner_id -> Text,
        giver -> Text,
        representative_id -> Nullable<Text>,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    introductions (partner_id, learner_id) {
        partner_id -> Text,
        learner_id -> Text,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    objections (handover_id, id) {
        handover_id -> Text,
        id -> Text,
        section -> Text,
        content -> Binary,
        made_at -> Timestamp,
        answer -> Nullable<Binary>,
        answered_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    past_needs (handover_id, version, number) {
        handover_id -> Text,
        version -> BigInt,
        number -> BigInt,
        marked_at -> Timestamp,
    }
}

diesel::table! {
    rights_requests (handover_id, id) {
        handover_id -> Text,
        id -> Text,
        kind -> Text,
        section -> Nullable<Text>,
        content -> Binary,
        made_at -> Timestamp,
        outcome -> Nullable<Text>,
        answer -> Nullable<Binary>,
        answered_at -> Nullable<Timestamp>,
        done_at -> Nullable<Timestamp>,
        everything -> Bool,
    }
}
