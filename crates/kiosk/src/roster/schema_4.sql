-- Whoever was taken off the lists because they asked for it, by pseudonym: an older backup doesn't bring them back.
CREATE TABLE forgotten (
    person BLOB PRIMARY KEY CHECK (length(person) = 16),
    -- When, in milliseconds since 1970: a backup that was made later may have them again.
    at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
