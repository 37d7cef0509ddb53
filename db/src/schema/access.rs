//! Partners and what they sign in with.

diesel::table! {
    partners (id) {
        id -> Text,
        name -> Text,
        kind -> Text,
        client_id -> Text,
        brin -> Nullable<Text>,
        oin -> Nullable<Text>,
        scopes -> Text,
        generation -> BigInt,
        active -> Bool,
        created_at -> Timestamp,
        nl_gov -> Bool,
        kvk -> Nullable<Text>,
        jwks_uri -> Nullable<Text>,
        jwks_checked_at -> Nullable<Timestamp>,
        jwks_fault -> Nullable<Text>,
        jwks_asked_at -> Nullable<Timestamp>,
        voided_at -> Nullable<Timestamp>,
        rmc_region -> Nullable<BigInt>,
    }
}

diesel::table! {
    partner_keys (client_id, kid) {
        client_id -> Text,
        kid -> Text,
        alg -> Text,
        public_pem -> Text,
        created_at -> Timestamp,
        retired_at -> Nullable<Timestamp>,
        thumbprint -> Text,
        source -> Text,
        retired_by -> Nullable<Text>,
    }
}

diesel::table! {
    used_assertions (client_id, jti_hash) {
        client_id -> Text,
        jti_hash -> Text,
        expires_at -> Timestamp,
    }
}
