INSERT OR IGNORE INTO holder (member, mark) VALUES (?1, ?2)
