-- What one gate counted in one hour of its unit's day: a Report that adds up. Rows may be below zero for a moment, when a
-- correction comes before what it corrects.
CREATE TABLE rollup (
    unit_id uuid NOT NULL,
    day date NOT NULL,
    gate bigint NOT NULL,
    hour smallint NOT NULL CHECK (hour BETWEEN 0 AND 23),
    entries bigint NOT NULL DEFAULT 0,
    unknown bigint NOT NULL DEFAULT 0,
    scan_in bigint NOT NULL DEFAULT 0,
    scan_out bigint NOT NULL DEFAULT 0,
    manual_in bigint NOT NULL DEFAULT 0,
    manual_out bigint NOT NULL DEFAULT 0,
    passed_in bigint NOT NULL DEFAULT 0,
    passed_out bigint NOT NULL DEFAULT 0,
    decision_in bigint NOT NULL DEFAULT 0,
    decision_out bigint NOT NULL DEFAULT 0,
    paper_in bigint NOT NULL DEFAULT 0,
    paper_out bigint NOT NULL DEFAULT 0,
    scan_admit bigint NOT NULL DEFAULT 0,
    scan_look bigint NOT NULL DEFAULT 0,
    scan_refuse bigint NOT NULL DEFAULT 0,
    admitted bigint NOT NULL DEFAULT 0,
    turned_away bigint NOT NULL DEFAULT 0,
    voids bigint NOT NULL DEFAULT 0,
    corrections bigint NOT NULL DEFAULT 0,
    gaps bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (unit_id, day, gate, hour)
) WITH (fillfactor = 50);
