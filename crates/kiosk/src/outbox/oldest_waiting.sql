SELECT at_ms FROM entry WHERE place > ?1 AND kind <> '' ORDER BY place LIMIT 1
