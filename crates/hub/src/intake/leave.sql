UPDATE branch SET left_at = $4 WHERE unit_id = $1 AND device = $2 AND branch = $3 AND left_at IS NULL
