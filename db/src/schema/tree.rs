//! The tree over the log.

diesel::table! {
    audit_leaves (leaf) {
        leaf -> BigInt,
        event_id -> Text,
    }
}

diesel::table! {
    audit_shards (shard) {
        shard -> BigInt,
        origin -> Text,
        first_leaf -> BigInt,
        lost_from -> Nullable<BigInt>,
        lost_to -> Nullable<BigInt>,
        opened_at -> Timestamp,
    }
}

diesel::table! {
    audit_tiles (shard, level, number) {
        shard -> BigInt,
        level -> BigInt,
        number -> BigInt,
        hashes -> Binary,
    }
}

diesel::table! {
    audit_checkpoints (shard, size) {
        shard -> BigInt,
        size -> BigInt,
        note -> Text,
        signed_at -> Timestamp,
    }
}
