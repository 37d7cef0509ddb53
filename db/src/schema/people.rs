//! Learners and who speaks for them.

diesel::table! {
    learners (id) {
        id -> Text,
        data_key -> Nullable<Binary>,
        personal -> Binary,
        ground_version -> BigInt,
        registered_by -> Text,
        responsible_partner_id -> Text,
        responsible_desk -> Nullable<Text>,
        responsible_person -> Binary,
        responsible_since -> Timestamp,
        created_at -> Timestamp,
        wrapped_under -> BigInt,
    }
}

diesel::table! {
    learner_pseudonyms (partner_id, pseudonym) {
        partner_id -> Text,
        pseudonym -> Text,
        learner_id -> Text,
    }
}

diesel::table! {
    representatives (id) {
        id -> Text,
        learner_id -> Text,
        ground -> Text,
        person -> Binary,
        recorded_at -> Timestamp,
    }
}
