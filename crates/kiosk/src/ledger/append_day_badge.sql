INSERT INTO day_badge (token, place, until_ms) VALUES (?1, ?2, ?3)
