UPDATE target SET required = ?2 WHERE id = ?1
