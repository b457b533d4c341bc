-- Times named _ms are milliseconds since 1970 UTC. Hashes are 32 bytes, names and tokens 16.

-- What this database was made for. One row.
CREATE TABLE meta (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    -- Ed25519; with a branch's name it begins that branch's chain.
    device_public_key BLOB NOT NULL CHECK (length(device_public_key) = 32),
    -- Random, made at the unit's first run.
    unit BLOB NOT NULL CHECK (length(unit) = 16)
) STRICT;

-- A line of history. A later branch leaves from an entry of an earlier one; seq goes on from there.
CREATE TABLE branch (
    number INTEGER PRIMARY KEY,
    name BLOB NOT NULL UNIQUE CHECK (length(name) = 16),
    -- All three, or none for a branch that begins at seq 1.
    origin_branch INTEGER REFERENCES branch (number),
    origin_seq INTEGER,
    origin_head BLOB,
    CHECK ((origin_branch IS NULL) = (origin_seq IS NULL)),
    CHECK ((origin_branch IS NULL) = (origin_head IS NULL))
) STRICT;

-- The log. Rows are only ever added, and place is the order in which they were.
CREATE TABLE entry (
    place INTEGER PRIMARY KEY,
    branch INTEGER NOT NULL REFERENCES branch (number),
    seq INTEGER NOT NULL CHECK (seq > 0),
    -- The bytes that are hashed and sent, without the newline.
    line BLOB NOT NULL,
    leaf BLOB NOT NULL CHECK (length(leaf) = 32),
    head BLOB NOT NULL CHECK (length(head) = 32),
    -- From here on: read out of line, to find rows by.
    kind TEXT NOT NULL,
    verdict TEXT,
    -- The unit's day as the number yyyymmdd.
    day INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    -- The greatest at_ms up to this row: the clock's high-water mark.
    mark_ms INTEGER NOT NULL,
    UNIQUE (branch, seq)
) STRICT;

CREATE INDEX entry_by_day ON entry (day, kind, verdict);

-- Personal data, apart from the entries that commit to it: rows can go and the chain stays whole.
CREATE TABLE subject (
    place INTEGER NOT NULL REFERENCES entry (place),
    -- 0 identity, 1 contact, 2 health, 3 note.
    part INTEGER NOT NULL CHECK (part BETWEEN 0 AND 3),
    line TEXT NOT NULL,
    PRIMARY KEY (place, part)
) STRICT, WITHOUT ROWID;

-- Who came lately, to type ahead by. Made from identity groups and erased with them: place names
-- the entry whose identity group describes the visitor best (the newest).
CREATE TABLE visitor (
    -- The person's pseudonym, else a hash of what is known.
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    place INTEGER NOT NULL,
    -- Lower case without accents, words parted by one blank.
    folded TEXT NOT NULL,
    last4 TEXT,
    seen_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
