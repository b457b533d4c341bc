WITH gone AS (
    UPDATE app_user SET disabled_at = now() WHERE unit_id = $1 AND user_id = $2 AND disabled_at IS NULL RETURNING user_id
), out AS (
    DELETE FROM session WHERE unit_id = $1 AND user_id = $2
)
SELECT count(*) FROM gone
