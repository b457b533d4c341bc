-- Inspections of gates that users filled in at the page of a place: figures and whose they are. Each is an entry of the log of
-- the unit's hub device; its words lie in declared, and leave with the unit's days.
CREATE TABLE inspection (
    unit_id uuid NOT NULL,
    -- Of that log.
    seq bigint NOT NULL,
    -- The form's name and what was filled in, hashed: the same form sent twice is one inspection.
    once bytea NOT NULL CHECK (length(once) = 16),
    -- The place, by its code, and the printing of its poster that counted then.
    place text NOT NULL,
    version int NOT NULL,
    -- The day of receipt (UTC+7).
    day date NOT NULL,
    inspected_at timestamptz NOT NULL,
    inspected_by uuid NOT NULL,
    inspected_by_name text NOT NULL,
    monitors boolean NOT NULL,
    -- 0 for none.
    reminder int NOT NULL CHECK (reminder >= 0),
    -- Whom they counted through the gate; none where they counted nobody.
    counted_from timestamptz,
    counted_until timestamptz,
    counted bigint CHECK (counted >= 0),
    PRIMARY KEY (unit_id, seq),
    UNIQUE (unit_id, once),
    CHECK ((counted IS NULL) = (counted_from IS NULL) AND (counted IS NULL) = (counted_until IS NULL))
);
CREATE INDEX inspection_day ON inspection (unit_id, day);

ALTER TABLE inspection ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_units ON inspection TO chot_reader USING (unit_id IN (SELECT unnest(chot_units())));
GRANT SELECT, INSERT ON inspection TO chot_hub;
GRANT SELECT ON inspection TO chot_reader;
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
        PERFORM create_distributed_table('inspection', 'unit_id');
    END IF;
END $$;

INSERT INTO inspection VALUES ('00000000-0000-0000-0000-000000000000', 1, decode(repeat('00', 16), 'hex'), 'CANARY', 1,
    '2000-01-01', '2000-01-01', '00000000-0000-0000-0000-000000000000', 'CANARY', false, 0, NULL, NULL, NULL);
