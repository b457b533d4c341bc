SELECT digest FROM place_register WHERE unit_id = $1 AND device = $2
