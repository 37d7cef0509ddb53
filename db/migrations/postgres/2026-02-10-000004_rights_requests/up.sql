-- What learners ask of the sender of a handover by their rights, and what came of it.
CREATE TABLE rights_requests (
    handover_id TEXT NOT NULL REFERENCES handovers (id),
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    section TEXT,
    content BYTEA NOT NULL,
    made_at TIMESTAMP NOT NULL,
    outcome TEXT,
    answer BYTEA,
    answered_at TIMESTAMP,
    -- when a correction that was granted was made
    done_at TIMESTAMP,
    PRIMARY KEY (handover_id, id)
);
