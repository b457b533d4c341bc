SELECT state FROM device WHERE unit_id = $1 AND device = $2
