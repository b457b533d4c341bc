INSERT INTO done (place, version, state, done_at, done_by, note, is_entered) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)
