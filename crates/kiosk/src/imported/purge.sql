DELETE FROM subject WHERE branch = ?1 AND seq <= ?2
