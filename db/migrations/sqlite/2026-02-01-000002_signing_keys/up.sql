-- The keys that access tokens are signed with; the private half is sealed, and gone once the key never signs again.
CREATE TABLE signing_keys (
    id TEXT NOT NULL PRIMARY KEY,
    kid TEXT NOT NULL UNIQUE,
    public_pem TEXT NOT NULL,
    private_key BLOB,
    created_at TEXT NOT NULL,
    active_at TEXT NOT NULL,
    gone_at TEXT
) STRICT;

-- Access tokens that were revoked before they expired.
CREATE TABLE revoked_tokens (
    jti TEXT NOT NULL PRIMARY KEY,
    client_id TEXT NOT NULL,
    revoked_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX revoked_tokens_expiry ON revoked_tokens (expires_at);
