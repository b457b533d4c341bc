SELECT part, purpose, picked_ms FROM picked WHERE target = ?1 ORDER BY part
