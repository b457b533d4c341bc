UPDATE target SET had_groups = 1 WHERE id = ?1
