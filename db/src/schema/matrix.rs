//! What the region adopted for the privacy officer.

diesel::table! {
    adopted_matrices (version) {
        version -> Text,
        valid_from -> Date,
        document -> Text,
        signed_by -> Text,
        signed_on -> Date,
        adopted_by -> Text,
        adopted_at -> Timestamp,
    }
}
