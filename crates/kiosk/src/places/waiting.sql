SELECT number, place, version, state, done_at, done_by FROM done WHERE is_entered = 0 ORDER BY number LIMIT ?1
