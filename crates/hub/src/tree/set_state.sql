UPDATE device SET state = $3, state_at = now() WHERE unit_id = $1 AND device = $2
