-- Of each unit the lines of its span, and later ones that say something of them.
SELECT e.unit_id, e.history, e.seq, e.line
FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) AS span (unit_id, first_at, last_at)
JOIN entry AS e ON e.unit_id = span.unit_id AND e.counted_at >= span.first_at AND e.counted_at <= span.last_at
WHERE e.unit_id = ANY ($1) AND e.day >= $4
UNION
SELECT e.unit_id, e.history, e.seq, e.line
FROM unnest($1::uuid[], $3::timestamptz[]) AS span (unit_id, last_at)
JOIN entry AS e ON e.unit_id = span.unit_id AND e.counted_at > span.last_at
WHERE e.unit_id = ANY ($1) AND e.day >= $4
  AND e.mark > 1
