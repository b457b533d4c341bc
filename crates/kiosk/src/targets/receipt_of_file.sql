UPDATE courier_file SET received_ms = ?3 WHERE target = ?1 AND hash = ?2 AND received_ms IS NULL
