-- Certificates and passes that were shown here lately, so that one which somebody else shows again is
-- looked at. Hashes under a key of this unit and the day's salt: nothing here says what was shown or
-- by whom, and what has expired is overwritten.
CREATE TABLE shown_salt (
    -- The unit's day as the number yyyymmdd.
    day INTEGER PRIMARY KEY,
    salt BLOB NOT NULL CHECK (length(salt) = 16)
) STRICT;

CREATE TABLE shown (
    -- Of the signed payload, or of country and identifier.
    mark BLOB NOT NULL CHECK (length(mark) = 16),
    -- Of the person that it was shown with, and of their name and birth date; empty where not known.
    person BLOB NOT NULL CHECK (length(person) IN (0, 16)),
    namesake BLOB NOT NULL CHECK (length(namesake) IN (0, 16)),
    day INTEGER NOT NULL REFERENCES shown_salt (day),
    -- The entry of its newest showing.
    place INTEGER NOT NULL,
    seen_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    PRIMARY KEY (mark, person, namesake)
) STRICT, WITHOUT ROWID;

CREATE INDEX shown_by_expiry ON shown (expires_ms);
