CREATE TABLE partners (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    client_id TEXT NOT NULL UNIQUE,
    brin TEXT,
    oin TEXT,
    scopes TEXT NOT NULL,
    generation INTEGER NOT NULL DEFAULT 1,
    active INTEGER NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE partner_keys (
    client_id TEXT NOT NULL REFERENCES partners (client_id),
    kid TEXT NOT NULL,
    alg TEXT NOT NULL,
    public_pem TEXT NOT NULL,
    created_at TEXT NOT NULL,
    retired_at TEXT,
    PRIMARY KEY (client_id, kid)
) STRICT;

-- Assertions that were used once and may not be used again.
CREATE TABLE used_assertions (
    client_id TEXT NOT NULL,
    jti_hash TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    PRIMARY KEY (client_id, jti_hash)
) STRICT;
CREATE INDEX used_assertions_expiry ON used_assertions (expires_at);
