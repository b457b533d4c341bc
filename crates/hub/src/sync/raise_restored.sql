INSERT INTO alarm AS old (unit_id, device, kind, about) VALUES ($1, $2, 'restored', '')
-- A hub can be restored a second time.
ON CONFLICT (unit_id, device, kind, about) DO UPDATE
SET raised_at = now(), settled_at = NULL, settled_by = NULL, settled_how = NULL
WHERE old.settled_at IS NOT NULL
