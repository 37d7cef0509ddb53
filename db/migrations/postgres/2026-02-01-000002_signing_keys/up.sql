-- The keys that access tokens are signed with; the private half is sealed, and gone once the key never signs again.
CREATE TABLE signing_keys (
    id TEXT NOT NULL PRIMARY KEY,
    kid TEXT NOT NULL UNIQUE,
    public_pem TEXT NOT NULL,
    private_key BYTEA,
    created_at TIMESTAMP NOT NULL,
    active_at TIMESTAMP NOT NULL,
    gone_at TIMESTAMP
);

-- Access tokens that were revoked before they expired.
CREATE TABLE revoked_tokens (
    jti TEXT NOT NULL PRIMARY KEY,
    client_id TEXT NOT NULL,
    revoked_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX revoked_tokens_expiry ON revoked_tokens (expires_at);
