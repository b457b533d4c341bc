INSERT INTO request (kind, asker, reach, checked, about, asked_ms, due, by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
