DROP TABLE idempotency;
DROP TABLE audit_details;
DROP TABLE audit_entries;
DROP FUNCTION refuse_change();
