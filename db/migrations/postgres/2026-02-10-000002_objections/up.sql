-- What learners object to: the section is held until the sender writes the compelling reason.
CREATE TABLE objections (
    handover_id TEXT NOT NULL REFERENCES handovers (id),
    id TEXT NOT NULL,
    section TEXT NOT NULL,
    content BYTEA NOT NULL,
    made_at TIMESTAMP NOT NULL,
    answer BYTEA,
    answered_at TIMESTAMP,
    PRIMARY KEY (handover_id, id)
);
