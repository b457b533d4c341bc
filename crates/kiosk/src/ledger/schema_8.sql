-- Up to this place the lines are gone because their time was over: of each entry its seq, leaf and head are left, kind is
-- empty, and nothing finds it. The entry at `by` says so. One row.
CREATE TABLE disposed (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    place INTEGER NOT NULL REFERENCES entry (place),
    by INTEGER NOT NULL
) STRICT;

-- Lines up to this place were old enough, and at every target, when so much had passed: they go a while later. One row.
CREATE TABLE disposing (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    place INTEGER NOT NULL,
    ms INTEGER NOT NULL
) STRICT;
