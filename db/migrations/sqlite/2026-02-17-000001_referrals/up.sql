-- What one line of a school asks another about a learner, with the handover that carries it.
CREATE TABLE referrals (
    handover_id TEXT NOT NULL PRIMARY KEY REFERENCES handovers (id),
    line TEXT NOT NULL,
    content BLOB NOT NULL,
    asked_at TEXT NOT NULL
) STRICT;

-- What the asked line said: the last word counts, and only what was handed on is followed by another.
CREATE TABLE referral_answers (
    handover_id TEXT NOT NULL REFERENCES handovers (id),
    id TEXT NOT NULL,
    outcome TEXT NOT NULL,
    content BLOB NOT NULL,
    answered_at TEXT NOT NULL,
    PRIMARY KEY (handover_id, id)
) STRICT;

-- How much each desk of a partner can carry.
CREATE TABLE desks (
    id TEXT NOT NULL PRIMARY KEY,
    partner_id TEXT NOT NULL REFERENCES partners (id),
    name TEXT NOT NULL,
    capacity INTEGER NOT NULL,
    UNIQUE (partner_id, name)
) STRICT;

-- That a learner asks to get in touch: the parties of a handover, or whoever keeps aftercare.
CREATE TABLE contact_requests (
    id TEXT NOT NULL PRIMARY KEY,
    handover_id TEXT REFERENCES handovers (id),
    aftercare_id TEXT REFERENCES aftercare (id),
    content BLOB NOT NULL,
    made_at TEXT NOT NULL,
    CHECK ((handover_id IS NULL) <> (aftercare_id IS NULL))
) STRICT;
CREATE INDEX contact_requests_handover ON contact_requests (handover_id, id);
CREATE INDEX contact_requests_aftercare ON contact_requests (aftercare_id, id);
