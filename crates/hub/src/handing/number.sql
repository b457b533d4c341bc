INSERT INTO handed_to AS t (unit_id, device, kind, number, digest) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (unit_id, device, kind) DO UPDATE
SET number = CASE WHEN t.digest = excluded.digest THEN t.number ELSE greatest(t.number + 1, excluded.number) END,
    digest = excluded.digest,
    changed_at = CASE WHEN t.digest = excluded.digest THEN t.changed_at ELSE now() END
RETURNING number
