DELETE FROM request WHERE here_ms <= ?1
