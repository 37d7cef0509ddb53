-- Aftercare is watched as terms of handovers are: when there is something to do about it next, and whose work lists it stands on.
ALTER TABLE aftercare ADD COLUMN state TEXT;
ALTER TABLE aftercare ADD COLUMN next_at TEXT;
-- Who last acted on it, under the pseudonym of their partner.
ALTER TABLE aftercare ADD COLUMN professional TEXT;
CREATE INDEX aftercare_next ON aftercare (state, next_at);
CREATE INDEX aftercare_learner ON aftercare (learner_id, id);

-- What runs already comes on a list two weeks before it is due.
UPDATE aftercare SET state = 'running', next_at = strftime('%Y-%m-%d %H:%M:%f', due_at, '-14 days') WHERE ended_at IS NULL;

-- The place sorts among what waits of handovers.
CREATE TABLE aftercare_items (
    aftercare_id TEXT NOT NULL REFERENCES aftercare (id),
    partner_id TEXT NOT NULL REFERENCES partners (id),
    keeper_id TEXT NOT NULL REFERENCES partners (id),
    party TEXT NOT NULL,
    professional TEXT,
    moment TEXT NOT NULL,
    stage TEXT NOT NULL,
    due_at TEXT NOT NULL,
    place TEXT NOT NULL,
    PRIMARY KEY (aftercare_id, partner_id)
) STRICT;
CREATE INDEX aftercare_items_partner ON aftercare_items (partner_id, place);
CREATE INDEX aftercare_items_professional ON aftercare_items (partner_id, professional, place);
