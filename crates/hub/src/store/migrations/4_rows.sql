-- Who sees which rows. Partitions are reached through their tables only, so no grant names them.

-- The units of this question; none where nobody set them.
CREATE FUNCTION chot_units() RETURNS uuid[]
LANGUAGE sql STABLE AS $$
    SELECT string_to_array(nullif(current_setting('chot.units', true), ''), ',')::uuid[]
$$;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'unit', 'unit_place', 'rest_day', 'post', 'device', 'branch', 'entry', 'subject', 'tombstone', 'erasure',
        'quarantine', 'heartbeat', 'alarm', 'rollup', 'app_user', 'session', 'enrolment_code', 'hub_key'
    ] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        -- Asked once for a statement and not for each row.
        EXECUTE format(
            'CREATE POLICY of_units ON %I TO chot_reader USING (unit_id = ANY ((SELECT chot_units())::uuid[]))', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO chot_hub', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY[
        'unit', 'unit_place', 'rest_day', 'post', 'device', 'branch', 'entry', 'subject', 'tombstone', 'heartbeat',
        'alarm', 'rollup'
    ] LOOP
        EXECUTE format('GRANT SELECT ON %I TO chot_reader', name);
    END LOOP;
END $$;

-- An entry is never changed or taken away. Subjects are erased, a rest day can be a mistake, a session ends.
REVOKE UPDATE ON entry FROM chot_hub;
GRANT DELETE ON subject, rest_day, session, enrolment_code, rollup TO chot_hub;
GRANT EXECUTE ON FUNCTION chot_units() TO chot_hub, chot_reader;

-- The canary: rows of a unit that nobody has. A reader who sees one unasked, or none when asking for it, is no reader.
INSERT INTO unit (unit_id) VALUES ('00000000-0000-0000-0000-000000000000');
INSERT INTO unit_place (unit_id, since, name, closed)
    VALUES ('00000000-0000-0000-0000-000000000000', '2000-01-01', 'canary', true);
INSERT INTO rest_day VALUES ('00000000-0000-0000-0000-000000000000', '2000-01-01', 'canary');
INSERT INTO post (unit_id, post_id, name, gate)
    VALUES ('00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000', 'canary', 0);
INSERT INTO device (unit_id, device, post_id, public_key, state, certificate)
    VALUES ('00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000',
            '00000000-0000-0000-0000-000000000000', decode(repeat('00', 32), 'hex'), 'distrusted', '');
INSERT INTO branch (unit_id, device, branch, history, seq, head)
    VALUES ('00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000',
            '00000000-0000-0000-0000-000000000000', 0, 1, decode(repeat('00', 32), 'hex'));
INSERT INTO entry VALUES ('00000000-0000-0000-0000-000000000000', 0, 1, '2000-01-01', '2000-01-01', '2000-01-01',
                          '{}', decode(repeat('00', 32), 'hex'));
INSERT INTO subject VALUES ('00000000-0000-0000-0000-000000000000', 0, 1, '2000-01-01', 'canary');
INSERT INTO tombstone VALUES ('00000000-0000-0000-0000-000000000000', 0, 1, 'purged');
INSERT INTO heartbeat VALUES ('00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000', 0,
                              '2000-01-01', '00000000-0000-0000-0000-000000000000', 0, '', 0, '', '{}');
INSERT INTO alarm (unit_id, device, kind, about)
    VALUES ('00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000', 'canary', '');
INSERT INTO rollup (unit_id, day, gate, hour) VALUES ('00000000-0000-0000-0000-000000000000', '2000-01-01', 0, 0);
