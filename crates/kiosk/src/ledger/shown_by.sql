SELECT person, namesake FROM shown WHERE mark = ?1 AND seen_ms >= ?2 AND expires_ms > ?3
