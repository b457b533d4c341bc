-- Newer programs for posts to fetch, one for each processor and system: files whose beginning the release key has signed
-- (chot/update/1). No hub can make one.
CREATE TABLE release (
    target text PRIMARY KEY,
    version text NOT NULL,
    -- The first 8 bytes of the file's SHA-256: whoever fetches it in parts names it.
    name bytea NOT NULL CHECK (length(name) = 8),
    content bytea NOT NULL,
    put_at timestamptz NOT NULL DEFAULT now()
);
-- Parts are cut out of it.
ALTER TABLE release ALTER COLUMN content SET STORAGE EXTERNAL;

DO $$
BEGIN
    GRANT SELECT, INSERT, UPDATE, DELETE ON release TO chot_hub;
    IF EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
        PERFORM create_reference_table('release');
    END IF;
END $$;
