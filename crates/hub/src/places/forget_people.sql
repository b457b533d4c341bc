DELETE FROM adoption WHERE unit_id = $1 AND device = $2
