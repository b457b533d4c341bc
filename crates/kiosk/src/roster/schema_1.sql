-- Lists of people that a unit keeps of its own, apart from the log: nothing here says that anybody came.
-- Days are ISO 8601 (2026-11-26).

CREATE TABLE roster (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('staff', 'pupil', 'trader', 'resident')),
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE member (
    number INTEGER PRIMARY KEY,
    roster INTEGER NOT NULL REFERENCES roster (number) ON DELETE CASCADE,
    -- A class, a department; empty for none. "group" is a word of SQL.
    team TEXT NOT NULL,
    name TEXT NOT NULL,
    -- 05/06/2014, 06/2014 or 2014, as much as is known; empty for nothing.
    birth TEXT NOT NULL,
    -- 12 or 9 digits.
    id TEXT,
    -- 0 and nine or ten digits.
    phone TEXT
) STRICT;

CREATE INDEX member_of_roster ON member (roster, team);

-- Somebody said that they don't come on this day.
CREATE TABLE absence (
    day TEXT NOT NULL,
    member INTEGER NOT NULL REFERENCES member (number) ON DELETE CASCADE,
    PRIMARY KEY (day, member)
) STRICT, WITHOUT ROWID;

CREATE INDEX absence_of_member ON absence (member);
