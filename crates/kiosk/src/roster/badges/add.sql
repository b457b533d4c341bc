INSERT INTO badge (token, member, until_ms) VALUES (?1, ?2, ?3)
