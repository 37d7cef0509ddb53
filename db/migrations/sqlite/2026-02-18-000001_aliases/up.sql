-- The words that partners have of their own for codes of the shared language. `folded` is the word without what makes no difference.
CREATE TABLE aliases (
    partner_id TEXT NOT NULL REFERENCES partners (id),
    vocabulary TEXT NOT NULL,
    folded TEXT NOT NULL,
    word TEXT NOT NULL,
    code TEXT NOT NULL,
    place INTEGER NOT NULL,
    since TEXT NOT NULL,
    PRIMARY KEY (partner_id, vocabulary, folded)
) STRICT;

UPDATE partners SET scopes = scopes || ' aliases:write' WHERE kind NOT IN ('region', 'overlegtafel');
