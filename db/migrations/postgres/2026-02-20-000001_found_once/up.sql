-- What a record holds lies in six tables, and is fetched right after its handover was found by the same viewer on the same connection. What was
-- found once is remembered with who found it, so that these tables do not have to look for the handover again, row by row.

-- Whether whoever looks is a party to a handover.
CREATE FUNCTION is_party_to(handover TEXT) RETURNS BOOLEAN LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    looks CONSTANT text := current_setting('estafette.viewer', true);
BEGIN
    RETURN EXISTS (
        SELECT FROM handovers h
        WHERE h.id = handover AND (h.sender_partner_id = looks OR h.receiver_partner_id = looks OR 'learner:' || h.learner_id = looks)
    );
END;
$$;

DO $$
DECLARE
    looks CONSTANT text := 'current_setting(''estafette.viewer'', true)';
    held text;
BEGIN
    FOREACH held IN ARRAY ARRAY['handover_sections', 'consents', 'views', 'objections', 'rights_requests', 'past_needs'] LOOP
        EXECUTE format(
            'ALTER POLICY those_who_may_look ON %1$I USING ((CASE WHEN %2$s = ''system'' '
            'OR current_setting(''estafette.found'', true) = %2$s || '' '' || handover_id OR is_party_to(handover_id) THEN true END) IS NOT NULL)',
            held, looks);
    END LOOP;
END;
$$;
