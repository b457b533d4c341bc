SELECT post_id FROM device WHERE unit_id = $1 AND device = $2
