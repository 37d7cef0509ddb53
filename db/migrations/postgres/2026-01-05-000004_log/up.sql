-- Append-only: one entry for every act, refusal and disclosure.
CREATE TABLE audit_entries (
    event_id TEXT NOT NULL PRIMARY KEY,
    partner_id TEXT NOT NULL,
    subject TEXT,
    entry TEXT NOT NULL
);
CREATE INDEX audit_entries_partner ON audit_entries (partner_id, event_id);
CREATE INDEX audit_entries_subject ON audit_entries (subject, event_id) WHERE subject IS NOT NULL;

-- What an entry commits to; kept apart so that it can be erased.
CREATE TABLE audit_details (
    event_id TEXT NOT NULL PRIMARY KEY,
    salt BYTEA NOT NULL,
    details TEXT NOT NULL
);

-- Answers to repeat when a request comes again under the same key.
CREATE TABLE idempotency (
    partner_id TEXT NOT NULL,
    key_hash TEXT NOT NULL,
    request_mac TEXT NOT NULL,
    answer TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (partner_id, key_hash)
);
CREATE INDEX idempotency_age ON idempotency (created_at);
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log is append-only';
END;
$$;
CREATE TRIGGER audit_entries_keep BEFORE UPDATE OR DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_entries_stay BEFORE TRUNCATE ON audit_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- Details may be erased, and never rewritten.
CREATE TRIGGER audit_details_keep BEFORE UPDATE ON audit_details FOR EACH ROW EXECUTE FUNCTION refuse_change();
