UPDATE erasure SET done_at = $4
WHERE unit_id = $1 AND device = $2 AND seq = $3 AND done_at IS NULL
