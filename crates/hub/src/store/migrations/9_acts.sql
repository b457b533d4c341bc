-- What a hub itself records: a unit's hub device with its key, and its log.

-- One for each unit, made with its first act. Whoever reads this table can sign as the hub does; what it signs lies in
-- this database, and its heads in whatever was exported of it.
CREATE TABLE hub_device (
    unit_id uuid PRIMARY KEY,
    -- The seed of its Ed25519 key.
    private bytea NOT NULL CHECK (length(private) = 32),
    branch uuid NOT NULL,
    -- The newest act, and the head there.
    seq bigint NOT NULL,
    head bytea NOT NULL CHECK (length(head) = 32),
    -- That head with the device's signature and its certificates, as JSON; none before the first act.
    said text
);

-- Entry lines as any device writes them. Rows are only added.
CREATE TABLE act (
    unit_id uuid NOT NULL,
    seq bigint NOT NULL,
    done_at timestamptz NOT NULL,
    line bytea NOT NULL,
    head bytea NOT NULL CHECK (length(head) = 32),
    PRIMARY KEY (unit_id, seq)
);

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['hub_device', 'act'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO chot_hub', name);
        IF EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
            EXECUTE format('SELECT create_distributed_table(%L, %L)', name, 'unit_id');
        END IF;
    END LOOP;
END $$;
GRANT UPDATE (seq, head, said) ON hub_device TO chot_hub;
