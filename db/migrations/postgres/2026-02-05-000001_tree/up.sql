-- What arrived and has no number yet. It is written with the entry and taken away with the numbering, so nothing is lost that is
-- committed late. There is no index: it is short, and it is always read from the beginning.
CREATE TABLE audit_arrivals (event_id TEXT NOT NULL)
    WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
INSERT INTO audit_arrivals SELECT event_id FROM audit_entries ORDER BY event_id;

-- Which leaf each entry is, counted through all shards from 1.
CREATE TABLE audit_leaves (
    leaf BIGINT NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL UNIQUE
);
CREATE TRIGGER audit_leaves_keep BEFORE UPDATE OR DELETE ON audit_leaves FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_leaves_stay BEFORE TRUNCATE ON audit_leaves FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A tree by its name. There is one, until an older database was restored; `lost_from` to `lost_to` are the leaves of the shard before that were signed and are gone.
CREATE TABLE audit_shards (
    shard BIGINT NOT NULL PRIMARY KEY,
    origin TEXT NOT NULL UNIQUE,
    first_leaf BIGINT NOT NULL,
    lost_from BIGINT,
    lost_to BIGINT,
    opened_at TIMESTAMP NOT NULL
);
CREATE TRIGGER audit_shards_keep BEFORE UPDATE OR DELETE ON audit_shards FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_shards_stay BEFORE TRUNCATE ON audit_shards FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Up to 256 neighbouring hashes. A tile grows, and what it holds stays.
CREATE TABLE audit_tiles (
    shard BIGINT NOT NULL,
    level BIGINT NOT NULL,
    number BIGINT NOT NULL,
    hashes BYTEA NOT NULL,
    PRIMARY KEY (shard, level, number)
);
-- Hashes do not compress.
ALTER TABLE audit_tiles ALTER COLUMN hashes SET STORAGE EXTERNAL;
CREATE TRIGGER audit_tiles_grow BEFORE UPDATE ON audit_tiles FOR EACH ROW
    WHEN (substr(NEW.hashes, 1, length(OLD.hashes)) <> OLD.hashes OR NEW.shard <> OLD.shard OR NEW.level <> OLD.level OR NEW.number <> OLD.number)
    EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_tiles_keep BEFORE DELETE ON audit_tiles FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_tiles_stay BEFORE TRUNCATE ON audit_tiles FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What was signed.
CREATE TABLE audit_checkpoints (
    shard BIGINT NOT NULL,
    size BIGINT NOT NULL,
    note TEXT NOT NULL,
    signed_at TIMESTAMP NOT NULL,
    PRIMARY KEY (shard, size)
);
CREATE TRIGGER audit_checkpoints_keep BEFORE UPDATE OR DELETE ON audit_checkpoints FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_checkpoints_stay BEFORE TRUNCATE ON audit_checkpoints FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
