//! What reports are made of.

diesel::table! {
    transition_facts (id) {
        id -> Text,
        learner -> Text,
        region -> BigInt,
        school_year -> Text,
        transition -> Text,
        sender_partner_id -> Text,
        receiver_partner_id -> Text,
        sector -> Nullable<Text>,
        level -> Nullable<Text>,
        learning_path -> Nullable<Text>,
        leerweg -> Nullable<Text>,
        status -> Text,
        status_since -> Timestamp,
        began_at -> Timestamp,
        stage -> BigInt,
        draft_seconds -> BigInt,
        in_review_seconds -> BigInt,
        ready_seconds -> BigInt,
        offered_seconds -> BigInt,
        accepted_seconds -> BigInt,
        in_transfer_seconds -> BigInt,
        on_hold_seconds -> BigInt,
        reason -> Nullable<Text>,
        support -> Nullable<Text>,
        competencies -> BigInt,
        conversation -> Nullable<Text>,
        consent -> Nullable<Text>,
        outcome -> Nullable<Text>,
        aftercare -> Nullable<Text>,
        referral -> Nullable<Text>,
        quality -> Nullable<BigInt>,
    }
}

diesel::table! {
    report_releases (number) {
        number -> BigInt,
        id -> Text,
        region -> BigInt,
        school_year -> Text,
        counted_on -> Date,
        threshold -> BigInt,
        document -> Text,
        sha256 -> Text,
        note -> Text,
        basis -> Binary,
        made_by -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    report_own (number, partner_id) {
        number -> BigInt,
        partner_id -> Text,
        document -> Text,
    }
}
