SELECT unit_id, since, weekday, opens, closes FROM opening_hours WHERE unit_id = ANY ($1)
