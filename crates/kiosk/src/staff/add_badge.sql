INSERT INTO badge (token, person, until_ms) VALUES (?1, ?2, ?3)
