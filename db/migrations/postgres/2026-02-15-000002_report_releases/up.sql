-- Append-only: what was released stays as it was signed. The basis, the counts before anything was hidden, is sealed.
CREATE TABLE report_releases (
    number BIGINT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    region BIGINT NOT NULL,
    school_year TEXT NOT NULL,
    counted_on DATE NOT NULL,
    threshold BIGINT NOT NULL,
    document TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    note TEXT NOT NULL,
    basis BYTEA NOT NULL,
    made_by TEXT NOT NULL,
    made_at TIMESTAMP NOT NULL
);
CREATE TRIGGER report_releases_keep BEFORE UPDATE OR DELETE ON report_releases FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Append-only: what each partner sees of its own beside a release.
CREATE TABLE report_own (
    number BIGINT NOT NULL REFERENCES report_releases (number),
    partner_id TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (number, partner_id)
);
CREATE TRIGGER report_own_keep BEFORE UPDATE OR DELETE ON report_own FOR EACH ROW EXECUTE FUNCTION refuse_change();
