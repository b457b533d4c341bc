-- Entries that were given another branch, unchanged: what was sent before under the old name is there under that name.
-- Names and not numbers, since a branch without entries may go.
CREATE TABLE moved (
    origin BLOB NOT NULL CHECK (length(origin) = 16),
    -- Entries first..=last of it.
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    branch BLOB NOT NULL CHECK (length(branch) = 16),
    PRIMARY KEY (origin, first)
) STRICT, WITHOUT ROWID;
