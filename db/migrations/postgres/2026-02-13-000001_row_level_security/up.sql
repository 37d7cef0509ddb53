-- A second wall behind the queries: whoever reads says who looks (estafette.viewer), and gets no row of anybody else, whatever is asked.
-- That is 'system' for what the house does, the id of a partner, or learner: with the id of a learner; without it there are no rows at all.
-- FORCE lets it hold for the owner of the tables too. Only a superuser, or a role with BYPASSRLS, gets past it: serve as neither.

-- OFFSET 0 keeps it a look-up for each row that is found. The rest is written so that the planner takes nearly every row to pass, which is so
-- where the queries filter too: guessing that few do, it would read and sort a whole list to find the first page of it.
DO $$
DECLARE
    looks CONSTANT text := '(SELECT current_setting(''estafette.viewer'', true))';
    party CONSTANT text := 'h.sender_partner_id = ' || looks || ' OR h.receiver_partner_id = ' || looks
        || ' OR ''learner:'' || h.learner_id = ' || looks;
    one text;
BEGIN
    -- What hangs on a handover is for its parties and its learner.
    FOREACH one IN ARRAY ARRAY[
        'handover_moves', 'handover_sections', 'informings', 'views', 'consents', 'conversations', 'conversation_times',
        'conversation_confirmations', 'questions', 'alternatives', 'plan_steps', 'feedback', 'objections', 'past_needs', 'rights_requests'
    ] LOOP
        EXECUTE format(
            'CREATE POLICY those_who_may_look ON %I USING ((CASE WHEN %s = ''system'' OR EXISTS '
            '(SELECT FROM handovers h WHERE h.id = %I.handover_id AND (%s) OFFSET 0) THEN true END) IS NOT NULL)', one, looks, one, party);
    END LOOP;

    -- A handover is also known, without what hangs on it, to whoever has it on a work list.
    EXECUTE format(
        'CREATE POLICY those_who_may_look ON handovers USING ((CASE WHEN %s = ''system'' OR %s OR EXISTS '
        '(SELECT FROM work_items w WHERE w.handover_id = handovers.id AND w.partner_id = %s OFFSET 0) THEN true END) IS NOT NULL)',
        looks, replace(party, 'h.', ''), looks);
    EXECUTE format(
        'CREATE POLICY those_who_may_look ON handover_terms USING ((CASE WHEN %s = ''system'' OR EXISTS '
        '(SELECT FROM handovers h WHERE h.id = handover_terms.handover_id OFFSET 0) THEN true END) IS NOT NULL)', looks);

    -- A learner is known to who registered them, who is responsible, who is a party to a handover, and to whom they gave a code.
    EXECUTE format(
        'CREATE POLICY those_who_may_look ON learners USING ((CASE WHEN %1$s = ''system'' OR registered_by = %1$s OR responsible_partner_id = %1$s '
        'OR ''learner:'' || id = %1$s OR EXISTS (SELECT FROM handovers h WHERE h.learner_id = learners.id AND (%2$s) OFFSET 0) '
        'OR EXISTS (SELECT FROM introductions i WHERE i.learner_id = learners.id AND i.partner_id = %1$s OFFSET 0) THEN true END) IS NOT NULL)', looks, party);
    EXECUTE format(
        'CREATE POLICY those_who_may_look ON representatives USING ((CASE WHEN %s = ''system'' OR EXISTS '
        '(SELECT FROM learners l WHERE l.id = representatives.learner_id OFFSET 0) THEN true END) IS NOT NULL)', looks);

    -- What is of one partner alone.
    FOREACH one IN ARRAY ARRAY['learner_pseudonyms', 'introductions', 'notices', 'work_items', 'idempotency'] LOOP
        EXECUTE format(
            'CREATE POLICY those_who_may_look ON %I USING ((CASE WHEN %s = ''system'' OR partner_id = %s THEN true END) IS NOT NULL)',
            one, looks, looks);
    END LOOP;

    -- What is of nobody but the house and the learner.
    FOREACH one IN ARRAY ARRAY['claims', 'own_sessions'] LOOP
        EXECUTE format(
            'CREATE POLICY those_who_may_look ON %I USING ((CASE WHEN %s = ''system'' OR ''learner:'' || learner_id = %s THEN true END) IS NOT NULL)',
            one, looks, looks);
    END LOOP;

    FOR one IN SELECT tablename FROM pg_policies WHERE schemaname = current_schema() AND policyname = 'those_who_may_look' LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', one);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', one);
    END LOOP;
END;
$$;
