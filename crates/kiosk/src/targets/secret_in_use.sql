UPDATE target SET secret = ?2 WHERE id = ?1
