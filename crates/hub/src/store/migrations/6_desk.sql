-- What people at the hub's pages enter, freeze, look up and decide.

-- A unit's day as somebody said it by telephone, until the log of that day is here. The newest one counts; none is changed.
CREATE TABLE phone_figure (
    unit_id uuid NOT NULL,
    figure_id uuid NOT NULL,
    day date NOT NULL,
    people_in bigint NOT NULL CHECK (people_in >= 0),
    people_out bigint NOT NULL CHECK (people_out >= 0),
    -- Who said it, and how.
    source text NOT NULL CHECK (source <> ''),
    entered_by uuid NOT NULL,
    entered_by_name text NOT NULL,
    entered_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (unit_id, figure_id)
);
CREATE INDEX phone_figure_day ON phone_figure (unit_id, day, entered_at);

-- Days of a branch of the tree that were settled. unit_id is its top.
CREATE TABLE period (
    unit_id uuid NOT NULL,
    period_id uuid NOT NULL,
    first date NOT NULL,
    last date NOT NULL,
    frozen_by uuid NOT NULL,
    frozen_by_name text NOT NULL,
    frozen_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (unit_id, period_id),
    CHECK (first <= last)
);

-- What a settled period said of one unit's day. Never changed: what comes later is shown beside it.
CREATE TABLE period_row (
    unit_id uuid NOT NULL,
    period_id uuid NOT NULL,
    day date NOT NULL,
    -- As the unit was called then.
    name text NOT NULL,
    -- counted, zero, rest, incomplete, silent, by-hand, no-post.
    standing text NOT NULL,
    entries bigint NOT NULL,
    people_in bigint NOT NULL,
    people_out bigint NOT NULL,
    PRIMARY KEY (unit_id, period_id, day)
);

-- Each time that somebody was told who was inside together with whom.
CREATE TABLE disclosure (
    unit_id uuid NOT NULL,
    disclosure_id uuid NOT NULL,
    asked_by uuid NOT NULL,
    asked_by_name text NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT now(),
    -- Who wanted to know, and by which document.
    requester text NOT NULL CHECK (requester <> ''),
    document text NOT NULL CHECK (document <> ''),
    -- The entry of the person that it was about.
    history bigint NOT NULL,
    seq bigint NOT NULL,
    least_minutes int NOT NULL,
    -- How many people were listed.
    listed int NOT NULL,
    PRIMARY KEY (unit_id, disclosure_id)
);

-- Who looked at a matter, and what they said of it.
ALTER TABLE alarm ADD COLUMN settled_by uuid, ADD COLUMN settled_how text;
-- taken: its lines went into the log; left: they stay where they are.
ALTER TABLE quarantine
    ADD COLUMN settled_by uuid,
    ADD COLUMN settled_how text CHECK (settled_how IN ('taken', 'left'));

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['phone_figure', 'period', 'period_row', 'disclosure'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format(
            'CREATE POLICY of_units ON %I TO chot_reader USING (unit_id = ANY ((SELECT chot_units())::uuid[]))', name);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO chot_hub', name);
        EXECUTE format('GRANT SELECT ON %I TO chot_reader', name);
        IF EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
            EXECUTE format('SELECT create_distributed_table(%L, %L)', name, 'unit_id');
        END IF;
    END LOOP;
END $$;
-- What waits in quarantine is listed, and its bytes are nobody's to read.
GRANT SELECT (unit_id, quarantine_id, device, received_at, why, error, settled_at, settled_how) ON quarantine TO chot_reader;

INSERT INTO phone_figure VALUES ('00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000',
    '2000-01-01', 0, 0, 'canary', '00000000-0000-0000-0000-000000000000', 'canary');
INSERT INTO period VALUES ('00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000',
    '2000-01-01', '2000-01-01', '00000000-0000-0000-0000-000000000000', 'canary');
INSERT INTO period_row VALUES ('00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000',
    '2000-01-01', 'canary', 'zero', 0, 0, 0);
INSERT INTO disclosure VALUES ('00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000',
    '00000000-0000-0000-0000-000000000000', 'canary', '2000-01-01', 'canary', 'canary', 0, 1, 0, 0);
INSERT INTO quarantine (unit_id, quarantine_id, device, why, encoding, digest, body, settled_at)
    VALUES ('00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000',
            '00000000-0000-0000-0000-000000000000', 'failed', 'identity', '', '', '2000-01-01');
