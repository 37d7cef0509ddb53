CREATE TABLE learners (
    id TEXT NOT NULL PRIMARY KEY,
    -- Wrapped by a key outside the database; null once the learner's data were erased.
    data_key BLOB,
    personal BLOB NOT NULL,
    -- Raised by whatever changes consent, ground or responsibility.
    ground_version INTEGER NOT NULL DEFAULT 1,
    registered_by TEXT NOT NULL REFERENCES partners (id),
    responsible_partner_id TEXT NOT NULL REFERENCES partners (id),
    responsible_desk TEXT,
    responsible_person BLOB NOT NULL,
    responsible_since TEXT NOT NULL,
    created_at TEXT NOT NULL
);

-- Each partner knows a learner under a pseudonym of its own.
CREATE TABLE learner_pseudonyms (
    partner_id TEXT NOT NULL REFERENCES partners (id),
    pseudonym TEXT NOT NULL,
    learner_id TEXT NOT NULL REFERENCES learners (id),
    PRIMARY KEY (partner_id, pseudonym)
) STRICT;
CREATE UNIQUE INDEX learner_pseudonyms_learner ON learner_pseudonyms (learner_id, partner_id);

CREATE TABLE representatives (
    id TEXT NOT NULL PRIMARY KEY,
    learner_id TEXT NOT NULL REFERENCES learners (id),
    ground TEXT NOT NULL,
    person BLOB NOT NULL,
    recorded_at TEXT NOT NULL
) STRICT;
CREATE INDEX representatives_learner ON representatives (learner_id);
