INSERT OR REPLACE INTO secret (name, bytes) VALUES (?1, ?2)
