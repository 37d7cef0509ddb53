CREATE TABLE handovers (
    id TEXT NOT NULL PRIMARY KEY,
    learner_id TEXT NOT NULL REFERENCES learners (id),
    transition TEXT NOT NULL,
    status TEXT NOT NULL,
    resumes_to TEXT,
    status_since TEXT NOT NULL,
    term_ends_at TEXT,
    moves_responsibility INTEGER NOT NULL,
    sender_partner_id TEXT NOT NULL REFERENCES partners (id),
    sender_desk TEXT,
    sender_person BLOB NOT NULL,
    receiver_partner_id TEXT NOT NULL REFERENCES partners (id),
    receiver_desk TEXT,
    receiver_person BLOB,
    programme TEXT,
    application_reference TEXT,
    urgency TEXT NOT NULL,
    matrix_version TEXT NOT NULL,
    transfer_started_at TEXT,
    taken_over_at TEXT,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX handovers_learner ON handovers (learner_id);
CREATE INDEX handovers_outbox ON handovers (sender_partner_id, id);
-- The inbox pages over what the receiver may know of, and over nothing else.
CREATE INDEX handovers_inbox ON handovers (receiver_partner_id, id)
WHERE status IN ('offered', 'accepted', 'in_transfer', 'cancellation_requested', 'taken_over');
CREATE INDEX handovers_term ON handovers (status, term_ends_at) WHERE term_ends_at IS NOT NULL;
-- Responsibility moves in the same statement as the takeover; no code path can forget it.
CREATE TRIGGER handovers_taken_over AFTER UPDATE OF status ON handovers
WHEN NEW.status = 'taken_over' AND OLD.status <> 'taken_over' AND NEW.moves_responsibility
BEGIN
    UPDATE learners
    SET responsible_partner_id = NEW.receiver_partner_id,
        responsible_desk = NEW.receiver_desk,
        responsible_person = NEW.receiver_person,
        responsible_since = NEW.taken_over_at
    WHERE id = NEW.learner_id;
END;

-- Append-only: every move a handover made.
CREATE TABLE handover_moves (
    handover_id TEXT NOT NULL REFERENCES handovers (id),
    id TEXT NOT NULL,
    move TEXT,
    status TEXT NOT NULL,
    party TEXT NOT NULL,
    partner_id TEXT,
    reason TEXT,
    explanation BLOB,
    moved_at TEXT NOT NULL,
    PRIMARY KEY (handover_id, id)
) STRICT;

-- Every version of a section stays until the content's retention time is over.
CREATE TABLE handover_sections (
    handover_id TEXT NOT NULL REFERENCES handovers (id),
    section TEXT NOT NULL,
    version INTEGER NOT NULL,
    current INTEGER NOT NULL,
    ground TEXT NOT NULL,
    matrix_version TEXT NOT NULL,
    content BLOB NOT NULL,
    necessity BLOB,
    written_at TEXT NOT NULL,
    PRIMARY KEY (handover_id, section, version)
) STRICT;
CREATE UNIQUE INDEX handover_sections_current ON handover_sections (handover_id, section) WHERE current;

CREATE TABLE informings (
    handover_id TEXT NOT NULL REFERENCES handovers (id),
    id TEXT NOT NULL,
    informed TEXT NOT NULL,
    informed_at TEXT NOT NULL,
    channel TEXT NOT NULL,
    text_version TEXT NOT NULL,
    note BLOB,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (handover_id, id)
) STRICT;

CREATE TABLE views (
    handover_id TEXT NOT NULL REFERENCES handovers (id),
    id TEXT NOT NULL,
    content BLOB NOT NULL,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (handover_id, id)
) STRICT;

-- Append-only: every statement about a section, numbered per section.
CREATE TABLE consents (
    id TEXT NOT NULL PRIMARY KEY,
    handover_id TEXT NOT NULL REFERENCES handovers (id),
    section TEXT NOT NULL,
    version INTEGER NOT NULL,
    statement TEXT NOT NULL,
    giver TEXT NOT NULL,
    representative_id TEXT REFERENCES representatives (id),
    channel TEXT NOT NULL,
    text_version TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    content BLOB NOT NULL,
    stated_at TEXT NOT NULL,
    recorded_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX consents_version ON consents (handover_id, section, version);

CREATE TABLE conversations (
    handover_id TEXT NOT NULL REFERENCES handovers (id),
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    outcome TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    content BLOB NOT NULL,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (handover_id, id)
) STRICT;

CREATE TABLE feedback (
    handover_id TEXT NOT NULL REFERENCES handovers (id),
    id TEXT NOT NULL,
    moment TEXT NOT NULL,
    outcome TEXT NOT NULL,
    observed_on TEXT NOT NULL,
    note BLOB,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (handover_id, id)
) STRICT;
