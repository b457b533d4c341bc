SELECT u.user_id, u.name, u.role
FROM session AS s JOIN app_user AS u ON u.unit_id = s.unit_id AND u.user_id = s.user_id
WHERE s.unit_id = $1 AND s.token_hash = $2 AND s.expires_at > $3 AND u.disabled_at IS NULL
