DROP TABLE conversation_confirmations;
DROP TABLE conversation_times;
ALTER TABLE conversations RENAME TO conversations_after;
CREATE TABLE conversations (
    handover_id TEXT NOT NULL REFERENCES handovers (id),
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    outcome TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    content BLOB NOT NULL,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (handover_id, id)
) STRICT;
INSERT INTO conversations (handover_id, id, kind, outcome, recorded_by, content, recorded_at)
SELECT handover_id, id, kind, outcome, recorded_by, content, recorded_at FROM conversations_after WHERE outcome IS NOT NULL;
DROP TABLE conversations_after;
