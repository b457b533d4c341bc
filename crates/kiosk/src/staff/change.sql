UPDATE person SET name = ?2, role = ?3, pin = coalesce(?4, pin) WHERE number = ?1 AND removed_ms IS NULL
