SELECT since, weekday, opens, closes FROM opening_hours WHERE unit_id = $1 ORDER BY since, weekday
