DROP TABLE aftercare_items;
DROP INDEX aftercare_learner;
DROP INDEX aftercare_next;
ALTER TABLE aftercare DROP COLUMN professional;
ALTER TABLE aftercare DROP COLUMN next_at;
ALTER TABLE aftercare DROP COLUMN state;
