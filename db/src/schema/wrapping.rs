//! Wrapping keys by their numbers, and the changes from one to the next.

diesel::table! {
    wrapping_keys (number) {
        number -> BigInt,
        probe -> Binary,
        made_at -> Timestamp,
        destroyed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    wrapping_rotations (id) {
        id -> Text,
        from_key -> BigInt,
        to_key -> BigInt,
        total -> BigInt,
        rewrapped -> BigInt,
        begun_at -> Timestamp,
        rewrapped_at -> Nullable<Timestamp>,
        finished_at -> Nullable<Timestamp>,
    }
}
