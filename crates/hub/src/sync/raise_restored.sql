INSERT INTO alarm (unit_id, device, kind, about) VALUES ($1, $2, 'restored', '')
ON CONFLICT (unit_id, device, kind, about) DO NOTHING
