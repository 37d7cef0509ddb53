-- A conversation can be planned before it ends; SQLite loosens no column, so the table is made anew.
ALTER TABLE conversations RENAME TO conversations_before;
CREATE TABLE conversations (
    handover_id TEXT NOT NULL REFERENCES handovers (id),
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    outcome TEXT,
    recorded_by TEXT NOT NULL,
    ended_by TEXT,
    planned BLOB,
    starts_at TEXT,
    ends_at TEXT,
    agreed_at TEXT,
    times_agreed INTEGER NOT NULL DEFAULT 0,
    content BLOB,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (handover_id, id)
) STRICT;
INSERT INTO conversations (handover_id, id, kind, outcome, recorded_by, ended_by, content, recorded_at)
SELECT handover_id, id, kind, outcome, recorded_by, recorded_by, content, recorded_at FROM conversations_before;
DROP TABLE conversations_before;

-- Times that one side proposed for a conversation.
CREATE TABLE conversation_times (
    handover_id TEXT NOT NULL REFERENCES handovers (id),
    conversation_id TEXT NOT NULL,
    id TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    PRIMARY KEY (handover_id, conversation_id, id)
) STRICT;

-- What a party said of what was agreed; its last word counts.
CREATE TABLE conversation_confirmations (
    handover_id TEXT NOT NULL REFERENCES handovers (id),
    conversation_id TEXT NOT NULL,
    id TEXT NOT NULL,
    party TEXT NOT NULL,
    agreed TEXT NOT NULL,
    remark BLOB,
    channel TEXT,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (handover_id, conversation_id, id)
) STRICT;
