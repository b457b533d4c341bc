SELECT head FROM entry WHERE unit_id = $1 AND history = $2 AND seq = $3
