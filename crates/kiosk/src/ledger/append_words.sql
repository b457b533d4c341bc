INSERT INTO word (rowid, text) VALUES (?1, ?2)
