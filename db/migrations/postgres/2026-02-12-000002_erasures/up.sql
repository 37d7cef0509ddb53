-- What was erased, until it stands in the ledger outside the database and nothing of it is left in files of the database.
CREATE TABLE erasures (
    id TEXT NOT NULL PRIMARY KEY,
    -- a learner as a whole, or a section of a handover
    learner_id TEXT,
    handover_id TEXT,
    section TEXT,
    erased_at TIMESTAMP NOT NULL,
    recorded_at TIMESTAMP,
    cleared_at TIMESTAMP
);
CREATE INDEX erasures_open ON erasures (id) WHERE recorded_at IS NULL OR cleared_at IS NULL;
-- Whether all that is kept about the learner is meant, and not only what is in this handover.
ALTER TABLE rights_requests ADD COLUMN everything BOOLEAN NOT NULL DEFAULT FALSE;
