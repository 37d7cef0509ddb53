-- The second wall around what came after it: what partners are told, cases and aftercare.
DO $$
DECLARE
    looks CONSTANT text := '(SELECT current_setting(''estafette.viewer'', true))';
    party CONSTANT text := 'h.sender_partner_id = ' || looks || ' OR h.receiver_partner_id = ' || looks
        || ' OR ''learner:'' || h.learner_id = ' || looks;
    one text;
BEGIN
    -- What is of one partner alone.
    FOREACH one IN ARRAY ARRAY['events', 'subscriptions', 'report_own', 'vsv_fold_keys'] LOOP
        EXECUTE format('CREATE POLICY those_who_may_look ON %I USING (%s = ''system'' OR partner_id = %s)', one, looks, looks);
    END LOOP;
    EXECUTE format(
        'CREATE POLICY those_who_may_look ON deliveries USING (%s = ''system'' OR EXISTS '
        '(SELECT FROM subscriptions s WHERE s.id = deliveries.subscription_id AND s.partner_id = %s OFFSET 0))', looks, looks);
    EXECUTE format('CREATE POLICY those_who_may_look ON vsv_imports USING (%s = ''system'' OR importer_id = %s)', looks, looks);
    EXECUTE format(
        'CREATE POLICY those_who_may_look ON vsv_folds USING (%1$s = ''system'' OR partner_id = %1$s OR importer_id = %1$s)', looks);

    -- What is of one partner and the learner.
    FOREACH one IN ARRAY ARRAY['cases', 'aftercare'] LOOP
        EXECUTE format(
            'CREATE POLICY those_who_may_look ON %1$I USING (%2$s = ''system'' OR partner_id = %2$s OR ''learner:'' || learner_id = %2$s)',
            one, looks);
    END LOOP;
    EXECUTE format(
        'CREATE POLICY those_who_may_look ON aftercare_contacts USING (%s = ''system'' OR EXISTS '
        '(SELECT FROM aftercare a WHERE a.id = aftercare_contacts.aftercare_id OFFSET 0))', looks);
    FOREACH one IN ARRAY ARRAY[
        'events', 'subscriptions', 'report_own', 'vsv_fold_keys', 'deliveries', 'vsv_imports', 'vsv_folds', 'cases', 'aftercare', 'aftercare_contacts'
    ] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', one);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', one);
    END LOOP;

    -- A learner is also known to who follows them in a case, and to who keeps in touch.
    EXECUTE format(
        'ALTER POLICY those_who_may_look ON learners USING (%1$s = ''system'' OR registered_by = %1$s OR responsible_partner_id = %1$s '
        'OR ''learner:'' || id = %1$s OR EXISTS (SELECT FROM handovers h WHERE h.learner_id = learners.id AND (%2$s) OFFSET 0) '
        'OR EXISTS (SELECT FROM introductions i WHERE i.learner_id = learners.id AND i.partner_id = %1$s OFFSET 0) '
        'OR EXISTS (SELECT FROM cases c WHERE c.learner_id = learners.id AND c.partner_id = %1$s OFFSET 0) '
        'OR EXISTS (SELECT FROM aftercare a WHERE a.learner_id = learners.id AND a.partner_id = %1$s OFFSET 0))', looks, party);
END;
$$;
