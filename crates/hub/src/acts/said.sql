SELECT private, branch, said FROM hub_device WHERE unit_id = $1
