DELETE FROM handed WHERE unit_id = $1 AND post_id = $2 AND kind = $3
