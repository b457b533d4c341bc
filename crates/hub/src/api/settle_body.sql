UPDATE quarantine SET settled_at = now(), settled_by = $3, settled_how = $4
WHERE unit_id = $1 AND quarantine_id = $2 AND settled_at IS NULL
