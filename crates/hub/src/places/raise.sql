-- Two posts have given one code to two places: a person gives one of them another code. What agrees again is settled.
WITH told AS (
    SELECT n.code, p.device = $2 OR p.name = n.name AND p.kind = n.kind AS agrees
    FROM unnest($3::text[], $4::text[], $5::text[]) AS n (code, name, kind)
    JOIN place AS p ON p.unit_id = $1 AND p.code = n.code
), settled AS (
    UPDATE alarm AS a SET settled_at = now() FROM told AS t
    WHERE a.unit_id = $1 AND a.device = $2 AND a.kind = 'same-code' AND a.about = t.code AND t.agrees
      AND a.settled_at IS NULL
)
INSERT INTO alarm AS old (unit_id, device, kind, about)
SELECT $1, $2, 'same-code', t.code FROM told AS t WHERE NOT t.agrees
ON CONFLICT (unit_id, device, kind, about) DO UPDATE
SET raised_at = now(), settled_at = NULL, settled_by = NULL, settled_how = NULL
WHERE old.settled_at IS NOT NULL
