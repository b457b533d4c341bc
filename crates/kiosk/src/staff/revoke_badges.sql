UPDATE badge SET revoked_ms = ?2 WHERE person = ?1 AND revoked_ms IS NULL
