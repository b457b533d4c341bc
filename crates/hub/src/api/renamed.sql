-- Whom corrections name since a moment, the newest last.
SELECT e.history, e.line, s.identity
FROM entry AS e
JOIN subject AS s ON s.unit_id = e.unit_id AND s.history = e.history AND s.seq = e.seq AND s.day = e.day
WHERE e.unit_id = $1 AND e.counted_at >= $2 AND e.mark = 2 AND s.identity IS NOT NULL
ORDER BY e.history, e.seq
