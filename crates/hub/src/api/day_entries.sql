-- A unit's entries of a span, and later ones that change what these say; each history in its own order.
SELECT e.history, e.seq, e.line, s.identity, s.contact
FROM entry AS e
LEFT JOIN subject AS s
    ON $4 AND s.unit_id = e.unit_id AND s.history = e.history AND s.seq = e.seq AND s.day = e.day
WHERE e.unit_id = $1 AND e.counted_at >= $2
  AND (e.counted_at < $3 OR e.mark = 2)
ORDER BY e.history, e.seq
