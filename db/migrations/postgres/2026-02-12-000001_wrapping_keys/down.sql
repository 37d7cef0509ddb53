DROP TABLE wrapping_rotations;
DROP TABLE wrapping_keys;
DROP INDEX learners_wrapped_under;
ALTER TABLE learners DROP COLUMN wrapped_under;
DELETE FROM house WHERE name IN ('key-check', 'wrapping-key');
