INSERT INTO branch (unit_id, device, branch, origin_branch, origin_seq, origin_head, seq, head)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (unit_id, device, branch) DO NOTHING
