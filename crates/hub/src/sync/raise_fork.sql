INSERT INTO alarm (unit_id, device, kind, about) VALUES ($1, $2, 'fork', $3)
ON CONFLICT (unit_id, device, kind, about) DO NOTHING
