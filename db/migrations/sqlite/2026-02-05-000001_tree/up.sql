-- The one writer numbers entries by writing them: `arrival` has no gaps, for nothing is ever taken out.
CREATE TABLE numbered (
    arrival INTEGER NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL UNIQUE,
    partner_id TEXT NOT NULL,
    subject TEXT,
    entry TEXT NOT NULL
) STRICT;
INSERT INTO numbered (event_id, partner_id, subject, entry) SELECT event_id, partner_id, subject, entry FROM audit_entries ORDER BY event_id;
DROP TABLE audit_entries;
ALTER TABLE numbered RENAME TO audit_entries;
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

-- Which leaf each entry is, counted through all shards from 1.
CREATE VIEW audit_leaves AS SELECT arrival AS leaf, event_id FROM audit_entries;

-- A tree by its name. There is one, until an older database was restored; `lost_from` to `lost_to` are the leaves of the shard before that were signed and are gone.
CREATE TABLE audit_shards (
    shard INTEGER NOT NULL PRIMARY KEY,
    origin TEXT NOT NULL UNIQUE,
    first_leaf INTEGER NOT NULL,
    lost_from INTEGER,
    lost_to INTEGER,
    opened_at TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_shards_keep BEFORE UPDATE ON audit_shards
BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;
CREATE TRIGGER audit_shards_stay BEFORE DELETE ON audit_shards
BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;

-- Up to 256 neighbouring hashes. A tile grows, and what it holds stays.
CREATE TABLE audit_tiles (
    shard INTEGER NOT NULL,
    level INTEGER NOT NULL,
    number INTEGER NOT NULL,
    hashes BLOB NOT NULL,
    PRIMARY KEY (shard, level, number)
) STRICT;
CREATE TRIGGER audit_tiles_grow BEFORE UPDATE ON audit_tiles
WHEN substr(NEW.hashes, 1, length(OLD.hashes)) <> OLD.hashes OR NEW.shard <> OLD.shard OR NEW.level <> OLD.level OR NEW.number <> OLD.number
BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;
CREATE TRIGGER audit_tiles_stay BEFORE DELETE ON audit_tiles
BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;

-- What was signed.
CREATE TABLE audit_checkpoints (
    shard INTEGER NOT NULL,
    size INTEGER NOT NULL,
    note TEXT NOT NULL,
    signed_at TEXT NOT NULL,
    PRIMARY KEY (shard, size)
) STRICT;
CREATE TRIGGER audit_checkpoints_keep BEFORE UPDATE ON audit_checkpoints
BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;
CREATE TRIGGER audit_checkpoints_stay BEFORE DELETE ON audit_checkpoints
BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;
