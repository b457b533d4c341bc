UPDATE target SET forked_ms = ?2 WHERE id = ?1
