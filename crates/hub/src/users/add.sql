INSERT INTO app_user (unit_id, user_id, name, role, password) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (name) DO NOTHING
