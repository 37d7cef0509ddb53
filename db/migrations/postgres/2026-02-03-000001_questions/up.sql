-- What one side asked the other about a handover, and the answer.
CREATE TABLE questions (
    handover_id TEXT NOT NULL REFERENCES handovers (id),
    id TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    content BYTEA NOT NULL,
    asked_at TIMESTAMP NOT NULL,
    answer BYTEA,
    answered_at TIMESTAMP,
    PRIMARY KEY (handover_id, id)
);

-- Another date, desk or partner that one side proposed, and what the other decided.
CREATE TABLE alternatives (
    handover_id TEXT NOT NULL REFERENCES handovers (id),
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    content BYTEA NOT NULL,
    proposed_at TIMESTAMP NOT NULL,
    decision TEXT,
    explanation BYTEA,
    decided_at TIMESTAMP,
    PRIMARY KEY (handover_id, id)
);
