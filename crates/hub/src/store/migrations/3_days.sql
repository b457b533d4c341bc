-- Partitions, a day each. The hub's role owns no table, so it asks these functions of the owner.

-- Makes the partitions of so many days from a day on; those that stand already stay as they are.
CREATE FUNCTION chot_provide_days(first date, days int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    day date;
    parent text;
    made int := 0;
BEGIN
    -- Two processes that start at once make each partition once.
    PERFORM pg_advisory_xact_lock(hashtext('chot_provide_days'));
    FOR day IN SELECT first + n FROM generate_series(0, days - 1) AS n LOOP
        FOREACH parent IN ARRAY ARRAY['entry', 'subject'] LOOP
            IF to_regclass(format('%s_%s', parent, to_char(day, 'YYYYMMDD'))) IS NULL THEN
                EXECUTE format(
                    'CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                    parent || '_' || to_char(day, 'YYYYMMDD'), parent, day, day + 1);
                made := made + 1;
            END IF;
        END LOOP;
    END LOOP;
    RETURN made;
END $$;

-- Drops the days before one, of entry or of subject. The canary's day stays.
CREATE FUNCTION chot_drop_days(parent text, before date) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    part text;
    dropped int := 0;
BEGIN
    IF parent NOT IN ('entry', 'subject') THEN
        RAISE EXCEPTION 'no days of %', parent;
    END IF;
    FOR part IN
        SELECT child.relname FROM pg_inherits
        JOIN pg_class AS child ON child.oid = inhrelid
        WHERE inhparent = parent::regclass
          AND child.relname ~ ('^' || parent || '_[0-9]{8}$')
          AND right(child.relname, 8) < to_char(before, 'YYYYMMDD')
          AND right(child.relname, 8) <> '20000101'
    LOOP
        EXECUTE format('DROP TABLE %I', part);
        dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
END $$;

REVOKE ALL ON FUNCTION chot_provide_days(date, int), chot_drop_days(text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION chot_provide_days(date, int), chot_drop_days(text, date) TO chot_hub;

-- The canary's day.
SELECT chot_provide_days('2000-01-01', 1);
