DELETE FROM declared WHERE unit_id = $1 AND seq = $2
