//! Handovers and all that hangs on one.

diesel::table! {
    handovers (id) {
        id -> Text,
        learner_id -> Text,
        transition -> Text,
        status -> Text,
        resumes_to -> Nullable<Text>,
        status_since -> Timestamp,
        term_ends_at -> Nullable<Timestamp>,
        moves_responsibility -> Bool,
        sender_partner_id -> Text,
        sender_desk -> Nullable<Text>,
        sender_person -> Binary,
        receiver_partner_id -> Text,
        receiver_desk -> Nullable<Text>,
        receiver_person -> Nullable<Binary>,
        programme -> Nullable<Text>,
        application_reference -> Nullable<Text>,
        urgency -> Text,
        matrix_version -> Text,
        transfer_started_at -> Nullable<Timestamp>,
        taken_over_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
        sender_professional -> Nullable<Text>,
        receiver_professional -> Nullable<Text>,
        purged_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    handover_moves (handover_id, id) {
        handover_id -> Text,
        id -> Text,
        #[sql_name = "move"]
        name -> Nullable<Text>,
        status -> Text,
        party -> Text,
        partner_id -> Nullable<Text>,
        reason -> Nullable<Text>,
        explanation -> Nullable<Binary>,
        moved_at -> Timestamp,
    }
}

diesel::table! {
    handover_sections (handover_id, section, version) {
        handover_id -> Text,
        section -> Text,
        version -> BigInt,
        current -> Bool,
        ground -> Text,
        matrix_version -> Text,
        content -> Binary,
        necessity -> Nullable<Binary>,
        written_at -> Timestamp,
    }
}

diesel::table! {
    informings (handover_id, id) {
        handover_id -> Text,
        id -> Text,
        informed -> Text,
        informed_at -> Timestamp,
        channel -> Text,
        text_version -> Text,
        note -> Nullable<Binary>,
        recorded_at -> Timestamp,
    }
}

diesel::table! {
    views (handover_id, id) {
        handover_id -> Text,
        id -> Text,
        content -> Binary,
        recorded_at -> Timestamp,
    }
}

diesel::table! {
    consents (id) {
        id -> Text,
        handover_id -> Text,
        section -> Text,
        version -> BigInt,
        statement -> Text,
        giver -> Text,
        representative_id -> Nullable<Text>,
        channel -> Text,
        text_version -> Text,
        text_sha256 -> Text,
        content -> Binary,
        stated_at -> Timestamp,
        recorded_at -> Timestamp,
        ground -> Text,
        matrix_version -> Text,
        text_language -> Text,
        from_on -> Nullable<Date>,
        until_on -> Nullable<Date>,
    }
}

diesel::table! {
    feedback (handover_id, id) {
        handover_id -> Text,
        id -> Text,
        moment -> Text,
        outcome -> Text,
        observed_on -> Date,
        note -> Nullable<Binary>,
        recorded_at -> Timestamp,
        agreements_kept -> Nullable<Text>,
    }
}
