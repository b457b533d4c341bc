SELECT 1 FROM branch WHERE unit_id = $1 AND branch = $2 LIMIT 1
