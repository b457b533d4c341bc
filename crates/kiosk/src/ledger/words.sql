-- The words of an entry's subject, as they were typed and folded (traces.rs); rowid is the entry's place. Made from all
-- groups but health, and gone with them. In the ledger itself, so that no word outlives its subject. A prefix of each length
-- that a Vietnamese syllable has is a list of its own: to gather one from all names that begin alike took ten times as long
-- as a search may.
CREATE VIRTUAL TABLE word USING fts5 (
    text,
    tokenize = 'ascii',
    detail = none,
    columnsize = 0,
    prefix = '2 3 4 5 6 7'
);

-- What is deleted is overwritten at once, not when segments are merged.
INSERT INTO word (word, rank) VALUES ('secure-delete', 1);
