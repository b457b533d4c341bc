SELECT place, version, state, done_at, done_by, note FROM done ORDER BY number
