UPDATE request SET here_ms = ?1 WHERE here_ms IS NULL AND done IS NOT NULL
