-- The words that partners have of their own for codes of the shared language. `folded` is the word without what makes no difference.
CREATE TABLE aliases (
    partner_id TEXT NOT NULL REFERENCES partners (id),
    vocabulary TEXT NOT NULL,
    folded TEXT NOT NULL,
    word TEXT NOT NULL,
    code TEXT NOT NULL,
    place BIGINT NOT NULL,
    since TIMESTAMP NOT NULL,
    PRIMARY KEY (partner_id, vocabulary, folded)
);

UPDATE partners SET scopes = scopes || ' aliases:write' WHERE kind NOT IN ('region', 'overlegtafel');

-- They are of one partner alone.
CREATE POLICY those_who_may_look ON aliases USING (
    (SELECT current_setting('estafette.viewer', true)) = 'system' OR partner_id = (SELECT current_setting('estafette.viewer', true)));
ALTER TABLE aliases ENABLE ROW LEVEL SECURITY;
ALTER TABLE aliases FORCE ROW LEVEL SECURITY;
