ALTER TABLE feedback DROP COLUMN agreements_kept;
