-- Keeping in touch after graduation or drop-out, by one partner at a time.
CREATE TABLE aftercare (
    id TEXT NOT NULL PRIMARY KEY,
    learner_id TEXT NOT NULL REFERENCES learners (id),
    partner_id TEXT NOT NULL REFERENCES partners (id),
    case_id TEXT REFERENCES cases (id),
    reason TEXT NOT NULL,
    began_on TEXT NOT NULL,
    diploma TEXT,
    owner BLOB,
    moment TEXT,
    due_at TEXT,
    place TEXT,
    ended_at TEXT,
    end_reason TEXT,
    end_note BLOB
) STRICT;
CREATE UNIQUE INDEX aftercare_running ON aftercare (learner_id) WHERE ended_at IS NULL;
CREATE INDEX aftercare_place ON aftercare (partner_id, place);
CREATE INDEX aftercare_case ON aftercare (case_id);

-- Contact that was sought at its moments.
CREATE TABLE aftercare_contacts (
    aftercare_id TEXT NOT NULL REFERENCES aftercare (id),
    id TEXT NOT NULL,
    moment TEXT NOT NULL,
    sought_on TEXT NOT NULL,
    outcome TEXT NOT NULL,
    note BLOB,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (aftercare_id, id)
) STRICT;

-- Partners that take part already may keep it as well.
UPDATE partners SET scopes = scopes || ' aftercare:read aftercare:write' WHERE kind IN
    ('vmbo_school', 'pro_school', 'vso_school', 'mbo_college', 'hbo', 'doorstroompunt', 'uwv', 'gemeente', 'werkcentrum');
