UPDATE branch SET origin_seq = $4, origin_head = $5, seq = $4, head = $5
WHERE unit_id = $1 AND device = $2 AND branch = $3
