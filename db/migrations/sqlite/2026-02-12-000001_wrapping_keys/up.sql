-- Which wrapping key each data key is under. What there is already is under the first.
ALTER TABLE learners ADD COLUMN wrapped_under INTEGER NOT NULL DEFAULT 1;
CREATE INDEX learners_wrapped_under ON learners (wrapped_under, id) WHERE data_key IS NOT NULL;
CREATE TABLE wrapping_keys (
    number INTEGER NOT NULL PRIMARY KEY,
    -- thirty-two zeros, wrapped: the key that opens them is the one of this number
    probe BLOB NOT NULL,
    made_at TEXT NOT NULL,
    destroyed_at TEXT
) STRICT;
CREATE TABLE wrapping_rotations (
    id TEXT NOT NULL PRIMARY KEY,
    from_key INTEGER NOT NULL REFERENCES wrapping_keys (number),
    to_key INTEGER NOT NULL REFERENCES wrapping_keys (number),
    total INTEGER NOT NULL,
    rewrapped INTEGER NOT NULL,
    begun_at TEXT NOT NULL,
    -- when the last data key was under the new one
    rewrapped_at TEXT,
    -- when the old one was destroyed
    finished_at TEXT
) STRICT;
-- The keys are recognised by other values from here on; the next start makes them known.
DELETE FROM house WHERE name = 'key-check';
