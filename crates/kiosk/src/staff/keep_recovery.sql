INSERT OR REPLACE INTO recovery (one, hash, lid) VALUES (1, ?1, ?2)
