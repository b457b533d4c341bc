UPDATE entry SET counted_ms = ?2, amends = ?3 WHERE place = ?1
