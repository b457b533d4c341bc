UPDATE place SET unguarded = true, changed_at = now() WHERE unit_id = $1 AND code = $2
