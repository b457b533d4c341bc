-- Registers of places as posts tell them, and what their logs say of the posters.

-- Kinds are those of the registers. Codes are 2 to 16 long since; what is longer stays, and no page leads to it.
ALTER TABLE place DROP CONSTRAINT place_kind_check;
UPDATE place SET kind = 'meeting-room' WHERE kind = 'room';
ALTER TABLE place ADD CONSTRAINT place_kind_check CHECK (kind IN (
    'office', 'gate', 'meeting-room', 'school', 'class', 'shop', 'market', 'vehicle', 'clinic', 'worship', 'other'));
ALTER TABLE place
    -- Whose register it is of; null for one that was made here, or whose device is in use no more.
    ADD COLUMN device uuid,
    ADD COLUMN address text NOT NULL DEFAULT '',
    -- How many people it holds; null where nobody said.
    ADD COLUMN capacity bigint,
    -- The place that it is in, by its code.
    ADD COLUMN parent text,
    -- The last day of its poster; null for no end.
    ADD COLUMN until date;

-- The newest register of each device. n grows with its requests; what isn't newer changes nothing.
CREATE TABLE place_register (
    unit_id uuid NOT NULL,
    device uuid NOT NULL,
    n bigint NOT NULL,
    -- SHA-256 of the register as it was sent.
    digest bytea NOT NULL CHECK (length(digest) = 32),
    taken_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (unit_id, device)
);

-- What a device's entries call a place. A code stands for one place of its unit, whichever post tells of it.
CREATE TABLE place_number (
    unit_id uuid NOT NULL,
    device uuid NOT NULL,
    number bigint NOT NULL,
    code text NOT NULL,
    PRIMARY KEY (unit_id, device, number)
);

-- What was done with posters, as entries say it: it outlives their lines.
CREATE TABLE place_done (
    unit_id uuid NOT NULL,
    history bigint NOT NULL,
    seq bigint NOT NULL,
    number bigint NOT NULL,
    version bigint NOT NULL,
    -- made, posted, checked, expired, revoked, replaced
    state text NOT NULL,
    -- When it was done, which may be before it was written.
    done_at timestamptz NOT NULL,
    PRIMARY KEY (unit_id, history, seq)
);

INSERT INTO place_done
SELECT unit_id, history, seq, said[1]::bigint, said[2]::bigint, said[3], counted_at
FROM (SELECT unit_id, history, seq, counted_at,
             regexp_match(encode(line, 'escape'), '"place":([0-9]{1,10}),"version":([0-9]{1,10}),"state":"([a-z]+)"') AS said
      FROM entry WHERE position('"kind":"place"'::bytea IN line) > 0) AS lines
WHERE said IS NOT NULL
ON CONFLICT DO NOTHING;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['place_register', 'place_number', 'place_done'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO chot_hub', name);
        IF EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
            EXECUTE format('SELECT create_distributed_table(%L, %L)', name, 'unit_id');
        END IF;
    END LOOP;
    FOREACH name IN ARRAY ARRAY['place_number', 'place_done'] LOOP
        EXECUTE format(
            'CREATE POLICY of_units ON %I TO chot_reader USING (unit_id IN (SELECT unnest(chot_units())))', name);
        EXECUTE format('GRANT SELECT ON %I TO chot_reader', name);
    END LOOP;
END $$;
GRANT UPDATE ON place_register TO chot_hub;
GRANT DELETE ON place_number TO chot_hub;

INSERT INTO place_number VALUES
    ('00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000', 1, 'CANARY');
INSERT INTO place_done VALUES ('00000000-0000-0000-0000-000000000000', 0, 1, 1, 1, 'revoked', '2000-01-01');
