SELECT line FROM entry WHERE unit_id = $1
