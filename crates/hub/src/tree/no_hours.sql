DELETE FROM opening_hours WHERE unit_id = $1 AND since = $2
