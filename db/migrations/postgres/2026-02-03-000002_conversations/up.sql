-- A conversation can be planned before it ends.
ALTER TABLE conversations ALTER COLUMN outcome DROP NOT NULL;
ALTER TABLE conversations ALTER COLUMN content DROP NOT NULL;
ALTER TABLE conversations ADD COLUMN ended_by TEXT;
ALTER TABLE conversations ADD COLUMN planned BYTEA;
ALTER TABLE conversations ADD COLUMN starts_at TIMESTAMP;
ALTER TABLE conversations ADD COLUMN ends_at TIMESTAMP;
ALTER TABLE conversations ADD COLUMN agreed_at TIMESTAMP;
ALTER TABLE conversations ADD COLUMN times_agreed BIGINT NOT NULL DEFAULT 0;
UPDATE conversations SET ended_by = recorded_by;

-- Times that one side proposed for a conversation.
CREATE TABLE conversation_times (
    handover_id TEXT NOT NULL REFERENCES handovers (id),
    conversation_id TEXT NOT NULL,
    id TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    starts_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    PRIMARY KEY (handover_id, conversation_id, id)
);

-- What a party said of what was agreed; its last word counts.
CREATE TABLE conversation_confirmations (
    handover_id TEXT NOT NULL REFERENCES handovers (id),
    conversation_id TEXT NOT NULL,
    id TEXT NOT NULL,
    party TEXT NOT NULL,
    agreed TEXT NOT NULL,
    remark BYTEA,
    channel TEXT,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    PRIMARY KEY (handover_id, conversation_id, id)
);
