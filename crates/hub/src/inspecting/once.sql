SELECT seq FROM inspection WHERE unit_id = $1 AND once = $2
