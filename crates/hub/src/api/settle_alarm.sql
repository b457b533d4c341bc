UPDATE alarm SET settled_at = now(), settled_by = $5, settled_how = $6
WHERE unit_id = $1 AND device = $2 AND kind = $3 AND about = $4 AND settled_at IS NULL
