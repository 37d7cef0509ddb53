//! What the house keeps for itself.

diesel::table! {
    idempotency (partner_id, key_hash) {
        partner_id -> Text,
        key_hash -> Text,
        request_mac -> Text,
        answer -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    leases (name) {
        name -> Text,
        holder -> Text,
        epoch -> BigInt,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    house (name) {
        name -> Text,
        value -> Text,
    }
}
