-- What learners object to: the section is held until the sender writes the compelling reason.
CREATE TABLE objections (
    handover_id TEXT NOT NULL REFERENCES handovers (id),
    id TEXT NOT NULL,
    section TEXT NOT NULL,
    content BLOB NOT NULL,
    made_at TEXT NOT NULL,
    answer BLOB,
    answered_at TEXT,
    PRIMARY KEY (handover_id, id)
) STRICT;
