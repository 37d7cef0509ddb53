ALTER TABLE partners DROP COLUMN voided_at;
ALTER TABLE partners DROP COLUMN jwks_asked_at;
