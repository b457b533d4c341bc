SELECT unit_id, device, kind, about, raised_at FROM alarm
WHERE unit_id = ANY ($1) AND settled_at IS NULL
ORDER BY raised_at DESC LIMIT 1000
