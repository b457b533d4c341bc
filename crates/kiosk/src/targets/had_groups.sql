UPDATE target SET had_groups = 1, had_groups_ms = coalesce(had_groups_ms, ?2) WHERE id = ?1
