SELECT unit_id, user_id, role, password, locked_until FROM app_user WHERE name = $1 AND disabled_at IS NULL
