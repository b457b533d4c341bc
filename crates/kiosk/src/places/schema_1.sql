-- Places of the unit that have a poster. Names of places, and of those who answer for them; no visitors.
CREATE TABLE place (
    number INTEGER PRIMARY KEY,
    -- Capitals, digits and dashes, as BS-012: printed, and never given to another place.
    code TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    contact TEXT NOT NULL,
    -- Who answers for it.
    responsible TEXT NOT NULL,
    -- How many people it holds; NULL where nobody said.
    capacity INTEGER,
    -- The place that it is in; NULL for none.
    parent INTEGER REFERENCES place (number),
    -- The first and the last day on which its poster counts; until is NULL for no end.
    since TEXT NOT NULL,
    until TEXT
) STRICT;

CREATE INDEX place_of_parent ON place (parent);

-- What was done with a place's poster, in the order in which it was done. How the place stands is a fold over it.
CREATE TABLE done (
    number INTEGER PRIMARY KEY,
    place INTEGER NOT NULL REFERENCES place (number),
    -- Of the poster, from 1.
    version INTEGER NOT NULL,
    -- made, posted, checked, expired, revoked, replaced
    state TEXT NOT NULL,
    -- In milliseconds since 1970.
    done_at INTEGER NOT NULL,
    -- Who of the staff, by number; NULL at a shell, or where the gate did it by itself.
    done_by INTEGER,
    -- What somebody wrote about it; no entry has it.
    note TEXT NOT NULL,
    -- The log has it.
    is_entered INTEGER NOT NULL
) STRICT;

CREATE INDEX done_of_place ON done (place);
CREATE INDEX done_waiting ON done (number) WHERE is_entered = 0;
