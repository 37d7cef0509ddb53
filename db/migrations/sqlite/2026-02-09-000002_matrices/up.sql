-- Append-only: the exchange matrices this region adopted, as they were signed.
CREATE TABLE adopted_matrices (
    version TEXT NOT NULL PRIMARY KEY,
    valid_from TEXT NOT NULL,
    document TEXT NOT NULL,
    signed_by TEXT NOT NULL,
    signed_on TEXT NOT NULL,
    adopted_by TEXT NOT NULL REFERENCES partners (id),
    adopted_at TEXT NOT NULL
) STRICT;
CREATE TRIGGER adopted_matrices_keep BEFORE UPDATE ON adopted_matrices
BEGIN
    SELECT RAISE(ABORT, 'the history is append-only');
END;
CREATE TRIGGER adopted_matrices_stay BEFORE DELETE ON adopted_matrices
BEGIN
    SELECT RAISE(ABORT, 'the history is append-only');
END;
