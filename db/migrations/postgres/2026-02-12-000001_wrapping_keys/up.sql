-- Which wrapping key each data key is under. What there is already is under the first.
ALTER TABLE learners ADD COLUMN wrapped_under BIGINT NOT NULL DEFAULT 1;
CREATE INDEX learners_wrapped_under ON learners (wrapped_under, id) WHERE data_key IS NOT NULL;
CREATE TABLE wrapping_keys (
    number BIGINT NOT NULL PRIMARY KEY,
    -- thirty-two zeros, wrapped: the key that opens them is the one of this number
    probe BYTEA NOT NULL,
    made_at TIMESTAMP NOT NULL,
    destroyed_at TIMESTAMP
);
CREATE TABLE wrapping_rotations (
    id TEXT NOT NULL PRIMARY KEY,
    from_key BIGINT NOT NULL REFERENCES wrapping_keys (number),
    to_key BIGINT NOT NULL REFERENCES wrapping_keys (number),
    total BIGINT NOT NULL,
    rewrapped BIGINT NOT NULL,
    begun_at TIMESTAMP NOT NULL,
    -- when the last data key was under the new one
    rewrapped_at TIMESTAMP,
    -- when the old one was destroyed
    finished_at TIMESTAMP
);
-- The keys are recognised by other values from here on; the next start makes them known.
DELETE FROM house WHERE name = 'key-check';
