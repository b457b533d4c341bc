-- Badges of people of the lists, by what their code says: random, so that it tells nothing of the holder but the name.
-- Times named _ms are milliseconds since 1970.
CREATE TABLE badge (
    token BLOB PRIMARY KEY CHECK (length(token) = 16),
    -- NULL: whoever it was for is on no list any more, and it counts no more.
    member INTEGER REFERENCES member (number) ON DELETE SET NULL,
    until_ms INTEGER NOT NULL,
    -- When it was lost, or another one took its place.
    revoked_ms INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX badge_of_member ON badge (member);

-- By what the holder of badges is recognised, also by the next one: random.
CREATE TABLE holder (
    member INTEGER PRIMARY KEY REFERENCES member (number) ON DELETE CASCADE,
    mark BLOB NOT NULL CHECK (length(mark) = 16)
) STRICT;
