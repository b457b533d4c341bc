-- Inspections at the places of a unit since a day, the newest first, with the words of each where they are kept and the place's
-- name where it is known.
SELECT i.seq, i.place, p.name, i.inspected_at, i.inspected_by_name, i.monitors, i.reminder, i.counted_from, i.counted_until,
       i.counted, d.note
FROM inspection AS i
LEFT JOIN declared AS d ON d.unit_id = i.unit_id AND d.seq = i.seq
LEFT JOIN place AS p ON p.unit_id = i.unit_id AND p.code = i.place
WHERE i.unit_id = $1 AND i.day >= $2 ORDER BY i.seq DESC LIMIT $3
