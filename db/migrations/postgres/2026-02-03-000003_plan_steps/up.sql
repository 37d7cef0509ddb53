-- Open steps of a plan that travelled with a takeover, and what became of each.
CREATE TABLE plan_steps (
    handover_id TEXT NOT NULL REFERENCES handovers (id),
    id TEXT NOT NULL,
    status TEXT NOT NULL,
    comes_from TEXT,
    content BYTEA NOT NULL,
    reason BYTEA,
    handed_over_at TIMESTAMP NOT NULL,
    answered_at TIMESTAMP,
    settled_by TEXT,
    PRIMARY KEY (handover_id, id)
);
