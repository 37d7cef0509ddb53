DROP INDEX learners_kept;
DROP INDEX handovers_kept;
DROP INDEX handovers_over;
ALTER TABLE handovers DROP COLUMN purged_at;
