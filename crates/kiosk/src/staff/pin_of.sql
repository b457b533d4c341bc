SELECT pin FROM person WHERE number = ?1 AND removed_ms IS NULL
