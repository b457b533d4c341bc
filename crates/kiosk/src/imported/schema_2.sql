-- What came here goes when its time is over, by this post's own settings: subjects first, then lines. Heads stay.
CREATE TABLE entry_2 (
    branch INTEGER NOT NULL REFERENCES branch (number),
    seq INTEGER NOT NULL CHECK (seq > 0),
    -- The bytes that were hashed and carried, without the newline; NULL once its time was over.
    line BLOB,
    head BLOB NOT NULL CHECK (length(head) = 32),
    PRIMARY KEY (branch, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO entry_2 (branch, seq, line, head) SELECT branch, seq, line, head FROM entry;
DROP TABLE entry;
ALTER TABLE entry_2 RENAME TO entry;

-- Up to which entry of a branch subjects and lines are gone: a file that brings them again brings nothing.
ALTER TABLE branch ADD COLUMN purged INTEGER NOT NULL DEFAULT 0;
ALTER TABLE branch ADD COLUMN disposed INTEGER NOT NULL DEFAULT 0;

-- How far a branch was here when so much time had passed, by the measure of the ledger's own purges.
CREATE TABLE was_here (
    branch INTEGER NOT NULL REFERENCES branch (number),
    seq INTEGER NOT NULL,
    ms INTEGER NOT NULL,
    PRIMARY KEY (branch, seq)
) STRICT, WITHOUT ROWID;
