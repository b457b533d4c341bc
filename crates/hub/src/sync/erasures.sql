SELECT x.branch, x.seq, e.line
FROM erasure AS x
JOIN branch AS b ON b.unit_id = x.unit_id AND b.device = x.device AND b.branch = x.branch
JOIN entry AS e ON e.unit_id = x.unit_id AND e.history = b.history AND e.seq = x.seq
WHERE x.unit_id = $1 AND x.device = $2 AND x.done_at IS NULL
ORDER BY x.asked_at LIMIT 500
