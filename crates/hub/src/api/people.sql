SELECT user_id, unit_id, name, role, disabled_at IS NOT NULL FROM app_user
WHERE unit_id = ANY ($1) ORDER BY name
