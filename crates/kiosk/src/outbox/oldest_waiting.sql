SELECT at_ms FROM entry WHERE place > ?1 ORDER BY place LIMIT 1
