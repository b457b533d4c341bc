DELETE FROM shown WHERE expires_ms <= ?1
