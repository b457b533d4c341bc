INSERT OR REPLACE INTO tries (one, kept) VALUES (1, ?1)
