UPDATE badge SET revoked_ms = ?2 WHERE member = ?1 AND revoked_ms IS NULL
