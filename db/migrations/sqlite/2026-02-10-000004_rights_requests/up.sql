-- What learners ask of the sender of a handover by their rights, and what came of it.
CREATE TABLE rights_requests (
    handover_id TEXT NOT NULL REFERENCES handovers (id),
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    section TEXT,
    content BLOB NOT NULL,
    made_at TEXT NOT NULL,
    outcome TEXT,
    answer BLOB,
    answered_at TEXT,
    -- when a correction that was granted was made
    done_at TEXT,
    PRIMARY KEY (handover_id, id)
) STRICT;
