SELECT unit_id, quarantine_id, device, received_at, why, error FROM quarantine
WHERE unit_id = ANY ($1) AND settled_at IS NULL ORDER BY received_at LIMIT 1000
