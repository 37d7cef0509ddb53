DROP TABLE audit_checkpoints;
DROP TABLE audit_tiles;
DROP TABLE audit_shards;
DROP VIEW audit_leaves;
CREATE TABLE unnumbered (
    event_id TEXT NOT NULL PRIMARY KEY,
    partner_id TEXT NOT NULL,
    subject TEXT,
    entry TEXT NOT NULL
) STRICT;
INSERT INTO unnumbered SELECT event_id, partner_id, subject, entry FROM audit_entries;
DROP TABLE audit_entries;
ALTER TABLE unnumbered RENAME TO audit_entries;
CREATE INDEX audit_entries_partner ON audit_entries (partner_id, event_id);
CREATE INDEX audit_entries_subject ON audit_entries (subject, event_id) WHERE subject IS NOT NULL;
CREATE TRIGGER audit_entries_keep BEFORE UPDATE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;
CREATE TRIGGER audit_entries_stay BEFORE DELETE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;
