-- Targets that may hold personal data and can't say that they erased it.
SELECT t.id FROM target AS t
WHERE t.had_groups = 1 AND t.kind IN ('https-json', 'folder')
  AND NOT EXISTS (SELECT 1 FROM told WHERE told.target = t.id AND told.branch = ?1 AND told.seq = ?2)
ORDER BY t.id
