-- What entries are found by besides their day (see traces.rs, which fills it for entries that were here before).

-- When it counts: Entry::counted_at.
ALTER TABLE entry ADD COLUMN counted_ms INTEGER;
-- The seq of the earlier entry of the same history that this one answers, corrects or takes back.
ALTER TABLE entry ADD COLUMN amends INTEGER;
CREATE INDEX entry_by_time ON entry (counted_ms);
CREATE INDEX entry_amending ON entry (amends) WHERE amends IS NOT NULL;

-- Under which pseudonyms an entry's subject goes. Made from identity groups and gone with them.
CREATE TABLE somebody (
    -- Of a number, else of name and birth date.
    person BLOB NOT NULL CHECK (length(person) = 16),
    -- Another that the same document carried, or the same one where it carried no other.
    other BLOB NOT NULL CHECK (length(other) = 16),
    place INTEGER NOT NULL REFERENCES entry (place),
    PRIMARY KEY (person, other, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX somebody_by_place ON somebody (place);
