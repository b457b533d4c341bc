WITH right_one AS (
    UPDATE app_user SET failures = 0, locked_until = NULL WHERE unit_id = $1 AND user_id = $2
), over AS (
    DELETE FROM session WHERE unit_id = $1 AND user_id = $2 AND expires_at < now()
)
INSERT INTO session (unit_id, user_id, token_hash, expires_at) VALUES ($1, $2, $3, $4)
