-- Two machines explain a fork.
INSERT INTO alarm (unit_id, device, kind, about)
SELECT $1, $2, 'fork', $3 WHERE NOT EXISTS (
    SELECT FROM alarm WHERE unit_id = $1 AND device = $2 AND kind = 'two-machines' AND settled_at IS NULL)
ON CONFLICT (unit_id, device, kind, about) DO NOTHING
