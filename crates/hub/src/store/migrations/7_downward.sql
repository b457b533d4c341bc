-- What posts are told from here. A unit's word goes for all below it; the nearer one counts.
CREATE TABLE handed (
    unit_id uuid NOT NULL,
    -- The post that it is for alone; 0 where it is for the unit and all below it.
    post_id uuid NOT NULL,
    -- config: settings, as posts read them. trust: whose proofs count, signed by the root besides.
    kind text NOT NULL CHECK (kind IN ('config', 'trust')),
    content text NOT NULL,
    -- SHA-256 of the content.
    digest bytea NOT NULL CHECK (length(digest) = 32),
    made_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (unit_id, post_id, kind)
);

-- The number under which a device's own text was last handed to it. It grows with every other text, whatever the
-- difference came from: a rename, a move in the tree, a word of any unit above.
CREATE TABLE handed_to (
    unit_id uuid NOT NULL,
    device uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('config', 'trust')),
    number bigint NOT NULL,
    digest bytea NOT NULL CHECK (length(digest) = 32),
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (unit_id, device, kind)
) WITH (fillfactor = 50);

-- Whether the post itself has said that the subject is gone there: then it needn't be asked.
ALTER TABLE tombstone ADD COLUMN by_post boolean NOT NULL DEFAULT false;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['handed', 'handed_to'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format(
            'CREATE POLICY of_units ON %I TO chot_reader USING (unit_id = ANY ((SELECT chot_units())::uuid[]))', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO chot_hub', name);
    END LOOP;
    IF EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
        -- Asked for every unit below.
        PERFORM create_reference_table('handed');
        PERFORM create_distributed_table('handed_to', 'unit_id');
    END IF;
END $$;
