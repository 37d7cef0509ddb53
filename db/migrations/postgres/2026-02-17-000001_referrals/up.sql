-- What one line of a school asks another about a learner, with the handover that carries it.
CREATE TABLE referrals (
    handover_id TEXT NOT NULL PRIMARY KEY REFERENCES handovers (id),
    line TEXT NOT NULL,
    content BYTEA NOT NULL,
    asked_at TIMESTAMP NOT NULL
);

-- What the asked line said: the last word counts, and only what was handed on is followed by another.
CREATE TABLE referral_answers (
    handover_id TEXT NOT NULL REFERENCES handovers (id),
    id TEXT NOT NULL,
    outcome TEXT NOT NULL,
    content BYTEA NOT NULL,
    answered_at TIMESTAMP NOT NULL,
    PRIMARY KEY (handover_id, id)
);

-- How much each desk of a partner can carry.
CREATE TABLE desks (
    id TEXT NOT NULL PRIMARY KEY,
    partner_id TEXT NOT NULL REFERENCES partners (id),
    name TEXT NOT NULL,
    capacity BIGINT NOT NULL,
    UNIQUE (partner_id, name)
);

-- That a learner asks to get in touch: the parties of a handover, or whoever keeps aftercare.
CREATE TABLE contact_requests (
    id TEXT NOT NULL PRIMARY KEY,
    handover_id TEXT REFERENCES handovers (id),
    aftercare_id TEXT REFERENCES aftercare (id),
    content BYTEA NOT NULL,
    made_at TIMESTAMP NOT NULL,
    CHECK ((handover_id IS NULL) <> (aftercare_id IS NULL))
);
CREATE INDEX contact_requests_handover ON contact_requests (handover_id, id);
CREATE INDEX contact_requests_aftercare ON contact_requests (aftercare_id, id);

-- What hangs on a handover is for its parties and its learner, and what is asked in aftercare for who knows of that; a desk is of one partner.
DO $$
DECLARE
    looks CONSTANT text := '(SELECT current_setting(''estafette.viewer'', true))';
    party CONSTANT text := 'h.sender_partner_id = ' || looks || ' OR h.receiver_partner_id = ' || looks
        || ' OR ''learner:'' || h.learner_id = ' || looks;
    one text;
BEGIN
    FOREACH one IN ARRAY ARRAY['referrals', 'referral_answers'] LOOP
        EXECUTE format(
            'CREATE POLICY those_who_may_look ON %I USING (%s = ''system'' OR EXISTS '
            '(SELECT FROM handovers h WHERE h.id = %I.handover_id AND (%s) OFFSET 0))', one, looks, one, party);
    END LOOP;
    EXECUTE format(
        'CREATE POLICY those_who_may_look ON contact_requests USING (%s = ''system'' '
        'OR EXISTS (SELECT FROM handovers h WHERE h.id = contact_requests.handover_id AND (%s) OFFSET 0) '
        'OR EXISTS (SELECT FROM aftercare a WHERE a.id = contact_requests.aftercare_id OFFSET 0))', looks, party);
    EXECUTE format('CREATE POLICY those_who_may_look ON desks USING (%s = ''system'' OR partner_id = %s)', looks, looks);
    FOREACH one IN ARRAY ARRAY['referrals', 'referral_answers', 'contact_requests', 'desks'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', one);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', one);
    END LOOP;
END;
$$;
