INSERT INTO hub_key (unit_id, public_key, root_key, certificate, ends_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (unit_id, public_key) DO NOTHING
