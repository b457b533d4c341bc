UPDATE entry
SET line = x'', kind = '', verdict = NULL, day = 0, at_ms = 0, mark_ms = 0, counted_ms = NULL, amends = NULL
WHERE place <= ?1 AND kind <> ''
