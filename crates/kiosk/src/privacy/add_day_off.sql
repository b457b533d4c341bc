INSERT INTO day_off (day) VALUES (?1)
