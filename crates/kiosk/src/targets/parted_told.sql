UPDATE told SET branch = ?3 WHERE branch = ?1 AND seq > ?2
