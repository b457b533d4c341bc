INSERT INTO hub_device (unit_id, private, branch, seq, head) VALUES ($1, $2, $3, 0, $4)
ON CONFLICT (unit_id) DO NOTHING
