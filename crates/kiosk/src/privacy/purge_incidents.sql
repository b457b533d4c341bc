DELETE FROM incident WHERE here_ms <= ?1
