-- Targets that may hold personal data and can't say that they erased it.
SELECT id, coalesce(had_groups_ms, 0) FROM target WHERE had_groups = 1 AND kind IN ('https-json', 'folder') ORDER BY id
