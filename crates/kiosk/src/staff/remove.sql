UPDATE person SET pin = NULL, removed_ms = ?2 WHERE number = ?1 AND removed_ms IS NULL
