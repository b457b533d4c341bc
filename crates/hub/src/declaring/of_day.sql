SELECT d.seq, d.kind, d.place, d.heads, d.said_at, s.identity
FROM declaration AS d LEFT JOIN declared AS s ON s.unit_id = d.unit_id AND s.seq = d.seq
WHERE d.unit_id = $1 AND d.day = $2 ORDER BY d.seq
