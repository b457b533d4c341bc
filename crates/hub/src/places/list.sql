SELECT code, version, name, kind, state, unguarded, until FROM place WHERE unit_id = $1 ORDER BY code
