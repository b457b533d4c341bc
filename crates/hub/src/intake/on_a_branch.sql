SELECT 1 FROM branch AS l JOIN entry AS e ON e.unit_id = $1 AND e.history = l.history
WHERE l.unit_id = $1 AND l.device = $2 AND l.origin_branch = $3 AND e.seq = $4 AND e.head = $5
LIMIT 1
