-- Places that have a code on a poster. What the page behind it shows; the register itself is kept at the unit.
CREATE TABLE place (
    unit_id uuid NOT NULL,
    -- Of the unit's own making: BS-012.
    code text NOT NULL CHECK (code ~ '^[A-Z0-9]+(-[A-Z0-9]+)*$' AND length(code) <= 24),
    -- Which printing of the poster counts.
    version int NOT NULL CHECK (version > 0),
    name text NOT NULL CHECK (name <> ''),
    kind text NOT NULL CHECK (kind IN ('gate', 'office', 'school', 'shop', 'market', 'vehicle', 'room', 'other')),
    state text NOT NULL CHECK (state IN ('made', 'posted', 'checked', 'expired', 'revoked', 'replaced')),
    -- Nobody stands there: whoever comes says so on the page.
    unguarded boolean NOT NULL DEFAULT false,
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (unit_id, code)
);

ALTER TABLE place ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_units ON place TO chot_reader USING (unit_id IN (SELECT unnest(chot_units())));
GRANT SELECT, INSERT, UPDATE ON place TO chot_hub;
GRANT SELECT ON place TO chot_reader;
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
        PERFORM create_distributed_table('place', 'unit_id');
    END IF;
END $$;

INSERT INTO place VALUES ('00000000-0000-0000-0000-000000000000', 'CANARY', 1, 'canary', 'other', 'revoked', false, '2000-01-01');
