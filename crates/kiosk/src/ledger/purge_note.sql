INSERT INTO purged (place, by) VALUES (?1, ?2)
