UPDATE badge SET revoked_ms = ?1 WHERE revoked_ms IS NULL
