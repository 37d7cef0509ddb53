DO $$
DECLARE
    one text;
BEGIN
    FOR one IN SELECT tablename FROM pg_policies WHERE schemaname = current_schema() AND policyname = 'those_who_may_look' LOOP
        EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', one);
        EXECUTE format('ALTER TABLE %I DISABLE ROW LEVEL SECURITY', one);
        EXECUTE format('DROP POLICY those_who_may_look ON %I', one);
    END LOOP;
END;
$$;
