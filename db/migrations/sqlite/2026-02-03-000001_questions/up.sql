-- What one side asked the other about a handover, and the answer.
CREATE TABLE questions (
    handover_id TEXT NOT NULL REFERENCES handovers (id),
    id TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    content BLOB NOT NULL,
    asked_at TEXT NOT NULL,
    answer BLOB,
    answered_at TEXT,
    PRIMARY KEY (handover_id, id)
) STRICT;

-- Another date, desk or partner that one side proposed, and what the other decided.
CREATE TABLE alternatives (
    handover_id TEXT NOT NULL REFERENCES handovers (id),
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    content BLOB NOT NULL,
    proposed_at TEXT NOT NULL,
    decision TEXT,
    explanation BLOB,
    decided_at TEXT,
    PRIMARY KEY (handover_id, id)
) STRICT;
