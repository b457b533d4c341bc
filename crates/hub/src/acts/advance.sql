UPDATE hub_device SET seq = $2, head = $3, said = $4 WHERE unit_id = $1
