UPDATE unit SET contact = $2 WHERE unit_id = $1
