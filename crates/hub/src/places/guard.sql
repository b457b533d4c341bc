UPDATE place SET unguarded = false, changed_at = now() WHERE unit_id = $1 AND code = $2
