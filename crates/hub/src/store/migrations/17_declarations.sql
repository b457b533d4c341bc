-- What a unit and all below it ask of whoever declares: a JSON text of the hub's own form. The nearer one counts.
CREATE TABLE asking (
    unit_id uuid PRIMARY KEY,
    content text NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now()
);

-- What people said at the pages behind posters, without anything personal: each is an entry of the log of the unit's hub device.
CREATE TABLE declaration (
    unit_id uuid NOT NULL,
    -- Of that log.
    seq bigint NOT NULL,
    -- check-in: somebody is at a place that nobody guards. It is no scan, and in no figure of a gate.
    kind text NOT NULL CHECK (kind IN ('declaration', 'check-in')),
    -- What the page made up for this form and what was filled in, hashed: the same form sent twice is one declaration. Of a
    -- declaration it is the name of its pass.
    once bytea NOT NULL CHECK (length(once) = 16),
    place text NOT NULL,
    version int NOT NULL,
    heads int NOT NULL CHECK (heads > 0),
    -- The day of receipt (UTC+7).
    day date NOT NULL,
    said_at timestamptz NOT NULL,
    -- Until when its pass holds; none where there is no pass.
    ends_at timestamptz,
    PRIMARY KEY (unit_id, seq),
    UNIQUE (unit_id, once)
);
CREATE INDEX declaration_day ON declaration (unit_id, day);

-- Who said it, apart from the line that commits to it, and gone after the unit's days.
CREATE TABLE declared (
    unit_id uuid NOT NULL,
    seq bigint NOT NULL,
    day date NOT NULL,
    identity text,
    contact text,
    health text,
    note text,
    PRIMARY KEY (unit_id, seq)
);
CREATE INDEX declared_day ON declared (unit_id, day);

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['asking', 'declaration', 'declared'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format(
            'CREATE POLICY of_units ON %I TO chot_reader USING (unit_id IN (SELECT unnest(chot_units())))', name);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO chot_hub', name);
        EXECUTE format('GRANT SELECT ON %I TO chot_reader', name);
    END LOOP;
    GRANT UPDATE ON asking TO chot_hub;
    GRANT DELETE ON declared TO chot_hub;
    IF EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
        -- Asked for every unit below.
        PERFORM create_reference_table('asking');
        PERFORM create_distributed_table('declaration', 'unit_id');
        PERFORM create_distributed_table('declared', 'unit_id');
    END IF;
END $$;

INSERT INTO asking VALUES ('00000000-0000-0000-0000-000000000000', '{}', '2000-01-01');
INSERT INTO declaration VALUES ('00000000-0000-0000-0000-000000000000', 1, 'check-in', decode(repeat('00', 16), 'hex'), 'CANARY', 1, 1,
    '2000-01-01', '2000-01-01', NULL);
INSERT INTO declared VALUES ('00000000-0000-0000-0000-000000000000', 1, '2000-01-01', 'canary');
