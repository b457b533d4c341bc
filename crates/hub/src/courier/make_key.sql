INSERT INTO district_key (unit_id, private) VALUES ($1, $2) ON CONFLICT (unit_id) DO NOTHING
