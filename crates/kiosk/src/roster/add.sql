INSERT INTO roster (kind, name) VALUES (?1, ?2)
