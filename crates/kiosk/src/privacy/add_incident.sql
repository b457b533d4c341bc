INSERT INTO incident (found_ms, what, whose, by) VALUES (?1, ?2, ?3, ?4)
