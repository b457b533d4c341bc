INSERT INTO unit_place (unit_id, since, parent, name) VALUES ($1, $2, $3, $4)
ON CONFLICT (unit_id, since) DO UPDATE SET parent = excluded.parent, name = excluded.name
