ALTER TABLE consents DROP COLUMN until_on;
ALTER TABLE consents DROP COLUMN from_on;
ALTER TABLE consents DROP COLUMN text_language;
ALTER TABLE consents DROP COLUMN matrix_version;
ALTER TABLE consents DROP COLUMN ground;
