INSERT INTO rest_day (unit_id, day, name) VALUES ($1, $2, $3)
ON CONFLICT (unit_id, day) DO UPDATE SET name = excluded.name
