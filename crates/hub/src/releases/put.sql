INSERT INTO release (target, version, name, content) VALUES ($1, $2, $3, $4)
ON CONFLICT (target) DO UPDATE SET version = excluded.version, name = excluded.name, content = excluded.content, put_at = now()
