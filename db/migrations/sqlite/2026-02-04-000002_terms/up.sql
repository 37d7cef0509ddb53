-- The professionals who last acted for each side, under their partner's own pseudonym, so that each finds what is theirs.
ALTER TABLE handovers ADD COLUMN sender_professional TEXT;
ALTER TABLE handovers ADD COLUMN receiver_professional TEXT;

-- The terms that run on a handover, each with the moment at which the clock has something to do about it.
CREATE TABLE handover_terms (
    handover_id TEXT NOT NULL REFERENCES handovers (id),
    term TEXT NOT NULL,
    stage TEXT NOT NULL,
    -- running, or held together with its handover
    state TEXT NOT NULL,
    opens_at TEXT NOT NULL,
    due_at TEXT NOT NULL,
    next_at TEXT NOT NULL,
    held_at TEXT,
    PRIMARY KEY (handover_id, term)
) STRICT;
CREATE INDEX handover_terms_next ON handover_terms (state, next_at);

-- Whose work list a term stands on. The place sorts: how far it has run, how urgent, when it is due.
CREATE TABLE work_items (
    handover_id TEXT NOT NULL,
    term TEXT NOT NULL,
    partner_id TEXT NOT NULL REFERENCES partners (id),
    party TEXT NOT NULL,
    professional TEXT,
    place TEXT NOT NULL,
    PRIMARY KEY (handover_id, term, partner_id),
    FOREIGN KEY (handover_id, term) REFERENCES handover_terms (handover_id, term) ON DELETE CASCADE
) STRICT;
CREATE INDEX work_items_partner ON work_items (partner_id, place);
CREATE INDEX work_items_professional ON work_items (partner_id, professional, place);

-- The terms of handovers that are open already; the clock lists them when it comes by.
INSERT INTO handover_terms (handover_id, term, stage, state, opens_at, due_at, next_at)
SELECT
    id,
    CASE status
        WHEN 'draft' THEN 'draft'
        WHEN 'in_review' THEN 'review'
        WHEN 'ready' THEN 'offering'
        WHEN 'offered' THEN 'offer'
        WHEN 'accepted' THEN 'transfer'
        WHEN 'in_transfer' THEN 'takeover'
        WHEN 'cancellation_requested' THEN 'cancellation'
        WHEN 'on_hold' THEN 'hold'
        ELSE 'feedback'
    END,
    'waiting', 'running', status_since, COALESCE(term_ends_at, strftime('%Y-%m-%d %H:%M:%f', status_since, '+30 days')), status_since
FROM handovers
WHERE status IN ('draft', 'in_review', 'ready', 'offered', 'accepted', 'in_transfer', 'cancellation_requested', 'on_hold', 'taken_over');
UPDATE handovers SET term_ends_at = (SELECT MIN(due_at) FROM handover_terms WHERE handover_id = handovers.id);

-- What the clock has to do is in handover_terms now.
DROP INDEX handovers_term;
