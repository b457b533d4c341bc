UPDATE branch SET seq = ?2, head = ?3 WHERE number = ?1
