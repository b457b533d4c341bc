-- Whether a reader may see a row is looked up in a hash of the question's units. As a list it was walked through for every
-- row: with 1,000 units a day of figures took seconds, and a plan for any list of units didn't use the day at all.
-- Tables that come later take their policy in this form.
DO $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT tablename FROM pg_policies WHERE policyname = 'of_units' AND schemaname = current_schema() LOOP
        EXECUTE format('ALTER POLICY of_units ON %I USING (unit_id IN (SELECT unnest(chot_units())))', name);
    END LOOP;
END $$;
