-- Where Citus is here, what grows lies on many machines by unit, and what everyone asks lies on all of them.
-- Without it this does nothing.
DO $$
DECLARE
    name text;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
        RETURN;
    END IF;
    FOREACH name IN ARRAY ARRAY[
        'unit', 'unit_place', 'rest_day', 'app_user', 'session', 'enrolment_code', 'hub_key'
    ] LOOP
        EXECUTE format('SELECT create_reference_table(%L)', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY[
        'post', 'device', 'branch', 'entry', 'subject', 'tombstone', 'erasure', 'quarantine', 'heartbeat', 'alarm',
        'rollup'
    ] LOOP
        EXECUTE format('SELECT create_distributed_table(%L, %L)', name, 'unit_id');
    END LOOP;
END $$;
