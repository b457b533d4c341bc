-- An inspector signs on by a badge alone and has no PIN. A constraint changes only with its table; badges name people.
ALTER TABLE badge RENAME TO badge_3;
ALTER TABLE person RENAME TO person_3;

CREATE TABLE person (
    -- Random and below 2^53: it stands in entries, which tell nothing else of the staff.
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('guard', 'inspector', 'unit-head', 'admin')),
    -- argon2id in PHC form, over the PIN and this machine's secret; absent of inspectors, and once the person is removed.
    pin TEXT,
    -- When the person was removed. The name stays for the entries that the number stands in.
    removed_ms INTEGER,
    CHECK ((pin IS NULL) = (removed_ms IS NOT NULL OR role = 'inspector'))
) STRICT;

INSERT INTO person (number, name, role, pin, removed_ms) SELECT number, name, role, pin, removed_ms FROM person_3;

-- Badges of guards and inspectors, by what their code says: random, so that it tells nothing of the holder. The newest of a
-- person counts.
CREATE TABLE badge (
    token BLOB PRIMARY KEY CHECK (length(token) = 16),
    person INTEGER NOT NULL REFERENCES person (number),
    until_ms INTEGER NOT NULL,
    -- When it was revoked, or another one was issued.
    revoked_ms INTEGER
) STRICT, WITHOUT ROWID;

INSERT INTO badge (token, person, until_ms, revoked_ms) SELECT token, person, until_ms, revoked_ms FROM badge_3;

DROP TABLE badge_3;
DROP TABLE person_3;
CREATE INDEX badge_of_person ON badge (person);

-- An older program knows no such role: it doesn't go on with this list.
PRAGMA application_id = 4;
