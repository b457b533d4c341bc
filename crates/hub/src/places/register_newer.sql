INSERT INTO place_register AS old (unit_id, device, n, digest, taken_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (unit_id, device) DO UPDATE SET n = excluded.n, digest = excluded.digest, taken_at = excluded.taken_at
WHERE old.n < excluded.n
