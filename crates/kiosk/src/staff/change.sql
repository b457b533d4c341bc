UPDATE person SET name = ?2, role = ?3, pin = CASE WHEN ?3 = 'inspector' THEN NULL ELSE coalesce(?4, pin) END WHERE number = ?1 AND removed_ms IS NULL
