-- Logs of other posts, as their courier files brought them: one chain a device, never mixed with the log
-- of this post. Times named _ms are milliseconds since 1970 UTC.

-- Posts whose files are taken.
CREATE TABLE device (
    device BLOB PRIMARY KEY CHECK (length(device) = 16),
    public_key BLOB NOT NULL CHECK (length(public_key) = 32),
    -- The id that its unit made for itself.
    unit BLOB NOT NULL CHECK (length(unit) = 16),
    adopted_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One history of a device, with the cursor of what has arrived.
CREATE TABLE branch (
    number INTEGER PRIMARY KEY,
    device BLOB NOT NULL REFERENCES device (device),
    name BLOB NOT NULL CHECK (length(name) = 16),
    -- All three, or none for a branch that begins at 1.
    origin_branch BLOB,
    origin_seq INTEGER,
    origin_head BLOB,
    -- The newest entry that is here, and the head there; where the branch begins before the first.
    seq INTEGER NOT NULL,
    head BLOB NOT NULL CHECK (length(head) = 32),
    UNIQUE (device, name),
    CHECK ((origin_branch IS NULL) = (origin_seq IS NULL)),
    CHECK ((origin_branch IS NULL) = (origin_head IS NULL))
) STRICT;

-- Rows are only ever added.
CREATE TABLE entry (
    branch INTEGER NOT NULL REFERENCES branch (number),
    seq INTEGER NOT NULL CHECK (seq > 0),
    -- The bytes that were hashed and carried, without the newline.
    line BLOB NOT NULL,
    head BLOB NOT NULL CHECK (length(head) = 32),
    PRIMARY KEY (branch, seq)
) STRICT, WITHOUT ROWID;

-- Personal data, apart from the entries that commit to it.
CREATE TABLE subject (
    branch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    -- 0 identity, 1 contact, 2 health, 3 note.
    part INTEGER NOT NULL CHECK (part BETWEEN 0 AND 3),
    line TEXT NOT NULL,
    PRIMARY KEY (branch, seq, part)
) STRICT, WITHOUT ROWID;

-- Whose subject is gone and stays gone, whichever file brings it again.
CREATE TABLE tombstone (
    branch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    why TEXT NOT NULL CHECK (why IN ('erased', 'purged')),
    PRIMARY KEY (branch, seq)
) STRICT, WITHOUT ROWID;

-- Files that were taken in.
CREATE TABLE file (
    -- SHA-256 of it.
    hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
    device BLOB NOT NULL,
    number INTEGER NOT NULL,
    taken_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What a person has to look at: other bytes than those that are here (fork), a subject that isn't what
-- its entry commits to (unproven), a line that can't be read (unreadable).
CREATE TABLE alarm (
    device BLOB NOT NULL,
    kind TEXT NOT NULL,
    branch BLOB NOT NULL,
    raised_ms INTEGER NOT NULL,
    PRIMARY KEY (device, kind, branch)
) STRICT, WITHOUT ROWID;

-- What this Chốt opens files and signs receipts with; the private halves lie in the keychain. One row.
CREATE TABLE district (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    root BLOB NOT NULL CHECK (length(root) = 32),
    -- Of the key that signs receipts, signed by the root.
    certificate BLOB NOT NULL
) STRICT;
