-- Two machines explain a fork: then it is one matter and not two.
WITH news AS (
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) AS n (unit_id, device, kind, about)
), explained AS (
    UPDATE alarm AS a SET settled_at = now() FROM news AS n
    WHERE n.kind = 'two-machines' AND a.unit_id = n.unit_id AND a.device = n.device
      AND a.kind = 'fork' AND a.settled_at IS NULL
)
INSERT INTO alarm AS old (unit_id, device, kind, about)
SELECT n.unit_id, n.device, n.kind, n.about FROM news AS n
WHERE (n.kind <> 'fork' OR NOT EXISTS (
    SELECT FROM news AS t WHERE t.unit_id = n.unit_id AND t.device = n.device AND t.kind = 'two-machines'
    UNION ALL
    SELECT FROM alarm AS t WHERE t.unit_id = n.unit_id AND t.device = n.device AND t.kind = 'two-machines'
      AND t.settled_at IS NULL))
  -- A post that is trusted again goes on behind what waits in quarantine: nothing was lost.
  AND (n.kind <> 'restored' OR NOT EXISTS (
    SELECT FROM quarantine AS q WHERE q.unit_id = n.unit_id AND q.device = n.device AND q.why = 'distrusted'
      AND q.received_at > now() - interval '1 day'))
ON CONFLICT (unit_id, device, kind, about) DO UPDATE
-- A hub can be restored a second time.
SET raised_at = now(), settled_at = NULL, settled_by = NULL, settled_how = NULL
WHERE old.kind = 'restored' AND old.settled_at IS NOT NULL
