-- Two machines explain a fork: then it is one matter and not two.
WITH news AS (
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) AS n (unit_id, device, kind, about)
), explained AS (
    UPDATE alarm AS a SET settled_at = now() FROM news AS n
    WHERE n.kind = 'two-machines' AND a.unit_id = n.unit_id AND a.device = n.device
      AND a.kind = 'fork' AND a.settled_at IS NULL
)
INSERT INTO alarm (unit_id, device, kind, about)
SELECT n.unit_id, n.device, n.kind, n.about FROM news AS n
WHERE n.kind <> 'fork' OR NOT EXISTS (
    SELECT FROM news AS t WHERE t.unit_id = n.unit_id AND t.device = n.device AND t.kind = 'two-machines'
    UNION ALL
    SELECT FROM alarm AS t WHERE t.unit_id = n.unit_id AND t.device = n.device AND t.kind = 'two-machines'
      AND t.settled_at IS NULL)
ON CONFLICT (unit_id, device, kind, about) DO NOTHING
