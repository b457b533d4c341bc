-- From when to when a unit's gates are open, by the day of the week, from a day on. The newest set that has begun counts; a
-- day of the week that isn't in it is open all day. Times are Việt Nam's, in minutes behind midnight.
CREATE TABLE opening_hours (
    unit_id uuid NOT NULL,
    since date NOT NULL,
    -- 0 is Monday.
    weekday smallint NOT NULL CHECK (weekday BETWEEN 0 AND 6),
    opens smallint NOT NULL CHECK (opens BETWEEN 0 AND 1439),
    -- At or before it opens: on the next day.
    closes smallint NOT NULL CHECK (closes BETWEEN 0 AND 1440 AND closes <> opens),
    PRIMARY KEY (unit_id, since, weekday)
);

ALTER TABLE opening_hours ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_units ON opening_hours TO chot_reader USING (unit_id IN (SELECT unnest(chot_units())));
GRANT SELECT, INSERT, DELETE ON opening_hours TO chot_hub;
GRANT SELECT ON opening_hours TO chot_reader;
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
        PERFORM create_distributed_table('opening_hours', 'unit_id');
    END IF;
END $$;

INSERT INTO opening_hours VALUES ('00000000-0000-0000-0000-000000000000', '2000-01-01', 0, 0, 1440);
