-- Lines by their places.
SELECT e.unit_id, e.history, e.seq, e.line
FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS named (unit_id, history, seq)
JOIN entry AS e ON e.unit_id = named.unit_id AND e.history = named.history AND e.seq = named.seq
WHERE e.unit_id = ANY ($1)
