//! Cases, and what folds the monthly files together that tell of them.

diesel::table! {
    cases (id) {
        id -> Text,
        partner_id -> Text,
        learner_id -> Text,
        status -> Text,
        reported_in -> Text,
        content -> Binary,
        opened_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    vsv_imports (importer_id, id) {
        importer_id -> Text,
        id -> Text,
        month -> Text,
        unreadable -> BigInt,
        began_at -> Timestamp,
        done_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    vsv_fold_keys (partner_id) {
        partner_id -> Text,
        salt -> Binary,
        until_on -> Date,
    }
}

diesel::table! {
    vsv_folds (partner_id, digest, importer_id) {
        partner_id -> Text,
        digest -> Text,
        importer_id -> Text,
        case_id -> Text,
        import_id -> Text,
        gone_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    aftercare (id) {
        id -> Text,
        learner_id -> Text,
        partner_id -> Text,
        case_id -> Nullable<Text>,
        reason -> Text,
        began_on -> Date,
        diploma -> Nullable<Text>,
        owner -> Nullable<Binary>,
        moment -> Nullable<Text>,
        due_at -> Nullable<Timestamp>,
        place -> Nullable<Text>,
        ended_at -> Nullable<Timestamp>,
        end_reason -> Nullable<Text>,
        end_note -> Nullable<Binary>,
        state -> Nullable<Text>,
        next_at -> Nullable<Timestamp>,
        professional -> Nullable<Text>,
    }
}

diesel::table! {
    aftercare_items (aftercare_id, partner_id) {
        aftercare_id -> Text,
        partner_id -> Text,
        keeper_id -> Text,
        party -> Text,
        professional -> Nullable<Text>,
        moment -> Text,
        stage -> Text,
        due_at -> Timestamp,
        place -> Text,
    }
}

diesel::table! {
    aftercare_contacts (aftercare_id, id) {
        aftercare_id -> Text,
        id -> Text,
        moment -> Text,
        sought_on -> Date,
        outcome -> Text,
        note -> Nullable<Binary>,
        recorded_at -> Timestamp,
    }
}
