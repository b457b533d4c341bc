SELECT code, version, name, kind, state, unguarded FROM place WHERE unit_id = $1 ORDER BY code
