-- People whom the guard is to look at, on whose word, and from when to when (both days count; until is NULL for no end).
CREATE TABLE watched (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    -- As in member.
    birth TEXT NOT NULL,
    -- An ID number or its end; NULL for none.
    digits TEXT,
    reason TEXT NOT NULL,
    authority TEXT NOT NULL,
    since TEXT NOT NULL,
    until TEXT,
    -- Who of the staff put it there, by number, and when, in milliseconds since 1970; NULL where there was no staff yet.
    put_by INTEGER,
    put_at INTEGER NOT NULL
) STRICT;

-- Somebody was judged on this day not to be whom a line means. Who: a pseudonym.
CREATE TABLE cleared (
    day TEXT NOT NULL,
    watched INTEGER NOT NULL REFERENCES watched (number) ON DELETE CASCADE,
    who BLOB NOT NULL,
    PRIMARY KEY (day, watched, who)
) STRICT, WITHOUT ROWID;

CREATE INDEX cleared_of_watched ON cleared (watched);
