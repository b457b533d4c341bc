-- Kept once, and only while there is room for it.
INSERT INTO quarantine (unit_id, quarantine_id, device, received_at, why, error, encoding, digest, body)
SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9
WHERE (SELECT coalesce(sum(length(q.body)), 0) FROM quarantine AS q
       WHERE q.unit_id = $1 AND q.device = $3 AND q.settled_at IS NULL) + length($9::bytea) <= $10::bigint
ON CONFLICT (unit_id, device, digest) DO NOTHING
