-- Visitors whom the unit expects. They go with what the log keeps of people.
CREATE TABLE expected (
    number INTEGER PRIMARY KEY,
    day TEXT NOT NULL,
    name TEXT NOT NULL,
    -- As in member.
    birth TEXT NOT NULL,
    -- Whom they come to see.
    host TEXT NOT NULL,
    purpose TEXT NOT NULL,
    organisation TEXT NOT NULL,
    -- 08:30; NULL where no hour was said.
    since TEXT,
    until TEXT
) STRICT;

CREATE INDEX expected_on ON expected (day);
