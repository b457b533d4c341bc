-- What people asked about their own data, and what went wrong with data. Apart from the ledger's database, encrypted with
-- the same key. Times named _ms are milliseconds since 1970 UTC, days are yyyy-mm-dd in the unit's zone.

CREATE TABLE request (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('see', 'correct', 'erase', 'object')),
    -- Who asked, and how they are reached.
    asker TEXT NOT NULL,
    reach TEXT NOT NULL,
    -- How it was checked who they are.
    checked TEXT NOT NULL,
    -- What about.
    about TEXT NOT NULL,
    asked_ms INTEGER NOT NULL,
    -- The last day on which it is answered in time.
    due TEXT NOT NULL,
    -- The number of whoever wrote it down; none before there was a staff.
    by INTEGER,
    -- What was done, by whom and when; all three once it is answered.
    done TEXT,
    done_ms INTEGER,
    done_by INTEGER,
    CHECK ((done IS NULL) = (done_ms IS NULL))
) STRICT;

CREATE TABLE incident (
    number INTEGER PRIMARY KEY,
    -- When somebody found it: its 72 hours run from here.
    found_ms INTEGER NOT NULL,
    what TEXT NOT NULL,
    -- Whose data, how many people.
    whose TEXT NOT NULL,
    by INTEGER,
    done TEXT,
    done_ms INTEGER,
    done_by INTEGER,
    CHECK ((done IS NULL) = (done_ms IS NULL))
) STRICT;

-- Days on which nobody works, besides weekends.
CREATE TABLE day_off (
    day TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
