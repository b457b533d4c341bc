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

-- The words of an entry's subject, as they were typed and folded (traces.rs); rowid is the entry's place. Made from all
-- groups but health, and gone with them. In the ledger itself, so that no word outlives its subject and none is missing: it
-- costs an append less than the fsync that it shares. A prefix of each length that a Vietnamese syllable has is a list of
-- its own: to gather one from all names that begin alike took ten times as long as a search may.
CREATE VIRTUAL TABLE word USING fts5 (
    text,
    tokenize = 'ascii',
    detail = none,
    columnsize = 0,
    prefix = '2 3 4 5 6 7'
);

-- What is deleted is overwritten at once, not when segments are merged.
INSERT INTO word (word, rank) VALUES ('secure-delete', 1);
