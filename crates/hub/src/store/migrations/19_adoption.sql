-- Of those on a unit's lists, how many have come with which kind of code, as a device told it last: figures, no names.
CREATE TABLE adoption (
    unit_id uuid NOT NULL,
    device uuid NOT NULL,
    -- staff, pupil, trader, resident
    kind text NOT NULL,
    -- A department or a class; empty for those in none, and for those of few people together.
    name text NOT NULL,
    -- As of which day.
    day date NOT NULL,
    people bigint NOT NULL CHECK (people >= 0),
    seen bigint NOT NULL CHECK (seen BETWEEN 0 AND people),
    card bigint NOT NULL CHECK (card BETWEEN 0 AND seen),
    app bigint NOT NULL CHECK (app BETWEEN 0 AND seen),
    pass bigint NOT NULL CHECK (pass BETWEEN 0 AND seen),
    badge bigint NOT NULL CHECK (badge BETWEEN 0 AND seen),
    PRIMARY KEY (unit_id, device, kind, name)
);

ALTER TABLE adoption ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_units ON adoption TO chot_reader USING (unit_id IN (SELECT unnest(chot_units())));
GRANT SELECT, INSERT, DELETE ON adoption TO chot_hub;
GRANT SELECT ON adoption TO chot_reader;
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
        PERFORM create_distributed_table('adoption', 'unit_id');
    END IF;
END $$;

INSERT INTO adoption VALUES ('00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000', 'staff', 'canary',
    '2000-01-01', 0, 0, 0, 0, 0, 0);
