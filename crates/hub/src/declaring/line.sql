SELECT line FROM act WHERE unit_id = $1 AND seq = $2
