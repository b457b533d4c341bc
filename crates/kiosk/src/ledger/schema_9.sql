-- Badges of the day that were printed here: by which entry whoever holds one came. They tell nothing that the entry doesn't,
-- and go some days after their own.
CREATE TABLE day_badge (
    token BLOB PRIMARY KEY CHECK (length(token) = 16),
    place INTEGER NOT NULL REFERENCES entry (place),
    until_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
