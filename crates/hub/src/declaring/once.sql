SELECT said_at, ends_at FROM declaration WHERE unit_id = $1 AND once = $2
