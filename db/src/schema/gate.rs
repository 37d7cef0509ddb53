//! What tokens are signed with, bound to and revoked by.

diesel::table! {
    partner_certificates (client_id, thumbprint) {
        client_id -> Text,
        thumbprint -> Text,
        added_at -> Timestamp,
        retired_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    signing_keys (id) {
        id -> Text,
        kid -> Text,
        public_pem -> Text,
        private_key -> Nullable<Binary>,
        created_at -> Timestamp,
        active_at -> Timestamp,
        gone_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    revoked_tokens (jti) {
        jti -> Text,
        client_id -> Text,
        revoked_at -> Timestamp,
        expires_at -> Timestamp,
    }
}
