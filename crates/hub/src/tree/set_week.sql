UPDATE unit SET open_days = $2 WHERE unit_id = $1
