INSERT INTO asking (unit_id, content) VALUES ($1, $2)
ON CONFLICT (unit_id) DO UPDATE SET content = excluded.content, changed_at = now()
