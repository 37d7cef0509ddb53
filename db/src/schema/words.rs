//! What partners call things.

diesel::table! {
    aliases (partner_id, vocabulary, folded) {
        partner_id -> Text,
        vocabulary -> Text,
        folded -> Text,
        word -> Text,
        code -> Text,
        place -> BigInt,
        since -> Timestamp,
    }
}
