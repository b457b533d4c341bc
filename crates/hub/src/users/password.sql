SELECT password, locked_until FROM app_user WHERE unit_id = $1 AND user_id = $2 AND disabled_at IS NULL
