-- Entries whose words fit ?1, before the place ?2, the newest first.
SELECT rowid FROM word WHERE word MATCH ?1 AND rowid < ?2 ORDER BY rowid DESC LIMIT ?3
