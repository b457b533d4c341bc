UPDATE entry SET branch = ?2 WHERE branch = ?1 AND seq > ?3
