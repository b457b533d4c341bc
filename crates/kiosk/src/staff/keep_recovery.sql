INSERT OR REPLACE INTO recovery (one, hash) VALUES (1, ?1)
