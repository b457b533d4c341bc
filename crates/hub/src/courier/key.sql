SELECT private FROM district_key WHERE unit_id = $1
