INSERT INTO subject (place, part, line) VALUES (?1, ?2, ?3)
