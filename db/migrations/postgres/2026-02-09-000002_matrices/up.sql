-- Append-only: the exchange matrices this region adopted, as they were signed.
CREATE TABLE adopted_matrices (
    version TEXT NOT NULL PRIMARY KEY,
    valid_from DATE NOT NULL,
    document TEXT NOT NULL,
    signed_by TEXT NOT NULL,
    signed_on DATE NOT NULL,
    adopted_by TEXT NOT NULL REFERENCES partners (id),
    adopted_at TIMESTAMP NOT NULL
);
CREATE TRIGGER adopted_matrices_keep BEFORE UPDATE OR DELETE ON adopted_matrices FOR EACH ROW EXECUTE FUNCTION refuse_change();
