CREATE TABLE partners (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    client_id TEXT NOT NULL UNIQUE,
    brin TEXT,
    oin TEXT,
    scopes TEXT NOT NULL,
    generation BIGINT NOT NULL DEFAULT 1,
    active BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL
);

CREATE TABLE partner_keys (
    client_id TEXT NOT NULL REFERENCES partners (client_id),
    kid TEXT NOT NULL,
    alg TEXT NOT NULL,
    public_pem TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    retired_at TIMESTAMP,
    PRIMARY KEY (client_id, kid)
);

-- Assertions that were used once and may not be used again.
CREATE TABLE used_assertions (
    client_id TEXT NOT NULL,
    jti_hash TEXT NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    PRIMARY KEY (client_id, jti_hash)
);
CREATE INDEX used_assertions_expiry ON used_assertions (expires_at);
