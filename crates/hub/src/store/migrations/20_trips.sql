-- Trips of vehicles as their conductors count them: people without names, in no figure of a gate.
CREATE TABLE trip (
    unit_id uuid NOT NULL,
    -- Made up by the page that counts it.
    name bytea NOT NULL CHECK (length(name) = 16),
    -- The vehicle, by its code.
    place text NOT NULL,
    -- It grows with each change; what isn't newer changes nothing.
    n bigint NOT NULL,
    -- The day (UTC+7) that it counts for.
    day date NOT NULL,
    -- By the phone's clock.
    departed_at timestamptz NOT NULL,
    -- None while it is under way.
    ended_at timestamptz,
    boarded bigint NOT NULL CHECK (boarded >= 0),
    alighted bigint NOT NULL CHECK (alighted BETWEEN 0 AND boarded),
    -- On board at once.
    most bigint NOT NULL CHECK (most BETWEEN 0 AND boarded),
    received_at timestamptz NOT NULL,
    PRIMARY KEY (unit_id, name)
);
CREATE INDEX trip_day ON trip (unit_id, day);

ALTER TABLE trip ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_units ON trip TO chot_reader USING (unit_id IN (SELECT unnest(chot_units())));
GRANT SELECT, INSERT, UPDATE ON trip TO chot_hub;
GRANT SELECT ON trip TO chot_reader;
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
        PERFORM create_distributed_table('trip', 'unit_id');
    END IF;
END $$;

INSERT INTO trip VALUES ('00000000-0000-0000-0000-000000000000', decode(repeat('00', 16), 'hex'), 'CANARY', 1, '2000-01-01',
    '2000-01-01', '2000-01-01', 0, 0, 0, '2000-01-01');
