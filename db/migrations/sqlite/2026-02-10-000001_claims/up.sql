-- One-time links and codes, of which only keyed hashes are kept; what has expired is thrown away every hour, so that few are there. The locator finds one, the secret opens it.
CREATE TABLE claims (
    id TEXT NOT NULL PRIMARY KEY,
    learner_id TEXT NOT NULL REFERENCES learners (id),
    role TEXT NOT NULL,
    representative_id TEXT REFERENCES representatives (id),
    locator_hash TEXT NOT NULL UNIQUE,
    secret_hash TEXT NOT NULL,
    tries INTEGER NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT
) STRICT;
CREATE INDEX claims_learner ON claims (learner_id);

-- Who came in with one: learner tokens, of which only keyed hashes are kept.
CREATE TABLE own_sessions (
    token_hash TEXT NOT NULL PRIMARY KEY,
    learner_id TEXT NOT NULL REFERENCES learners (id),
    giver TEXT NOT NULL,
    representative_id TEXT REFERENCES representatives (id),
    expires_at TEXT NOT NULL
) STRICT;

-- Partners to whom a learner made themself known by a code.
CREATE TABLE introductions (
    partner_id TEXT NOT NULL REFERENCES partners (id),
    learner_id TEXT NOT NULL REFERENCES learners (id),
    expires_at TEXT NOT NULL,
    PRIMARY KEY (partner_id, learner_id)
) STRICT;
