-- How much time has passed for what is kept a while, and by which clocks that was found last (checkpoint::retention). One row.
CREATE TABLE passed (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    ms INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    mono_ms INTEGER NOT NULL,
    boot BLOB NOT NULL CHECK (length(boot) = 16),
    -- A hub's time then, where it was known.
    told_ms INTEGER
) STRICT;

-- All entries up to this place were here when so much had passed. Those that were purged need no row.
CREATE TABLE was_here (
    place INTEGER PRIMARY KEY,
    ms INTEGER NOT NULL
) STRICT;

-- The subjects of all entries up to this place are gone because their time was over.
CREATE TABLE purged (
    place INTEGER PRIMARY KEY REFERENCES entry (place),
    -- The entry that says so.
    by INTEGER NOT NULL
) STRICT;
