ALTER TABLE rights_requests DROP COLUMN everything;
DROP TABLE erasures;
