INSERT INTO quarantine (unit_id, quarantine_id, device, received_at, why, error, encoding, digest, body)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (unit_id, device, digest) DO NOTHING
