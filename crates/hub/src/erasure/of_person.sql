-- Entries of a unit whose identity says the text $2 anywhere.
SELECT s.history, b.device, b.branch, s.seq, e.line, s.identity
FROM subject AS s
JOIN entry AS e ON e.unit_id = $1 AND e.history = s.history AND e.seq = s.seq AND e.day = s.day
JOIN branch AS b ON b.unit_id = $1 AND b.history = s.history
WHERE s.unit_id = $1 AND position($2::text IN s.identity) > 0
ORDER BY s.history, s.seq
