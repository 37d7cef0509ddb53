-- Append-only: what was released stays as it was signed. The basis, the counts before anything was hidden, is sealed.
CREATE TABLE report_releases (
    number INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    region INTEGER NOT NULL,
    school_year TEXT NOT NULL,
    counted_on TEXT NOT NULL,
    threshold INTEGER NOT NULL,
    document TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    note TEXT NOT NULL,
    basis BLOB NOT NULL,
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL
) STRICT;
CREATE TRIGGER report_releases_keep BEFORE UPDATE ON report_releases
BEGIN
    SELECT RAISE(ABORT, 'the history is append-only');
END;
CREATE TRIGGER report_releases_stay BEFORE DELETE ON report_releases
BEGIN
    SELECT RAISE(ABORT, 'the history is append-only');
END;

-- Append-only: what each partner sees of its own beside a release.
CREATE TABLE report_own (
    number INTEGER NOT NULL REFERENCES report_releases (number),
    partner_id TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (number, partner_id)
) STRICT;
CREATE TRIGGER report_own_keep BEFORE UPDATE ON report_own
BEGIN
    SELECT RAISE(ABORT, 'the history is append-only');
END;
CREATE TRIGGER report_own_stay BEFORE DELETE ON report_own
BEGIN
    SELECT RAISE(ABORT, 'the history is append-only');
END;
