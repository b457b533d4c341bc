UPDATE incident SET done = ?2, done_ms = ?3, done_by = ?4 WHERE number = ?1 AND done IS NULL
