INSERT INTO device (unit_id, device, post_id, public_key, certificate) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (unit_id, device) DO UPDATE SET post_id = excluded.post_id, certificate = excluded.certificate
