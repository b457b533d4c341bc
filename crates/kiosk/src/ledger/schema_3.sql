-- Entries whose subject was taken out because somebody asked for it: it never comes back. What is
-- missing besides was purged when its time was over.
CREATE TABLE erased (
    place INTEGER PRIMARY KEY REFERENCES entry (place),
    -- The entry that says so.
    by INTEGER NOT NULL
) STRICT;
