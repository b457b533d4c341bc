DELETE FROM place_number WHERE unit_id = $1 AND device = $2
