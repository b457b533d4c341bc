-- An entry whose subject isn't gone, as far as is known here.
SELECT e.history, b.device, b.branch, e.seq, e.line, s.identity
FROM entry AS e
JOIN branch AS b ON b.unit_id = $1 AND b.history = e.history
LEFT JOIN subject AS s ON s.unit_id = $1 AND s.history = e.history AND s.seq = e.seq AND s.day = e.day
WHERE e.unit_id = $1 AND e.history = $2 AND e.seq = $3
  AND NOT EXISTS (SELECT FROM tombstone AS t WHERE t.unit_id = $1 AND t.history = $2 AND t.seq = $3)
