UPDATE entry SET line = NULL WHERE branch = ?1 AND seq > ?2 AND seq <= ?3
