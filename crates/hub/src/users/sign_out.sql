DELETE FROM session WHERE unit_id = $1 AND token_hash = $2
