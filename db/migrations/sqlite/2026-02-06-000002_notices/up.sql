-- What a partner has to know of a handover; no person is in it.
CREATE TABLE notices (
    partner_id TEXT NOT NULL REFERENCES partners (id),
    id TEXT NOT NULL,
    handover_id TEXT NOT NULL REFERENCES handovers (id),
    kind TEXT NOT NULL,
    section TEXT,
    made_at TEXT NOT NULL,
    acknowledged_at TEXT,
    PRIMARY KEY (partner_id, id)
) STRICT;
CREATE INDEX notices_open ON notices (partner_id, id) WHERE acknowledged_at IS NULL;
