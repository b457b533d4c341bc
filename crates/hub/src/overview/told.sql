-- Counts of people through gates and beginnings of drills of some time, in the order of their logs.
SELECT e.unit_id, u.zone, e.line
FROM entry AS e JOIN unit AS u ON u.unit_id = e.unit_id
WHERE e.unit_id = ANY ($1) AND e.day >= $4 AND e.counted_at >= $2 AND e.counted_at < $3
  AND e.mark = 1
ORDER BY e.unit_id, e.history, e.seq
