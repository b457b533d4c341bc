INSERT INTO picked (target, part, purpose, picked_ms) VALUES (?1, ?2, ?3, ?4)
