SELECT FROM quarantine WHERE unit_id = $1 AND device = $2 AND digest = $3
