-- Guards' badges, by what their code says: random, so that it tells nothing of the holder. The newest of a person counts.
CREATE TABLE badge (
    token BLOB PRIMARY KEY CHECK (length(token) = 16),
    person INTEGER NOT NULL REFERENCES person (number),
    until_ms INTEGER NOT NULL,
    -- When it was revoked, or another one was issued.
    revoked_ms INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX badge_of_person ON badge (person);
