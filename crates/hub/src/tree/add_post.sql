INSERT INTO post (unit_id, post_id, name, gate) VALUES ($1, $2, $3, $4)
ON CONFLICT (unit_id, gate) DO NOTHING
