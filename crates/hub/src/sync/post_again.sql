INSERT INTO post (unit_id, post_id, name, gate)
SELECT u.unit_id, $2, 'Cổng ' || g.gate || ' (ghi lại)', g.gate
FROM unit AS u, (SELECT coalesce(max(gate), 0) + 1 AS gate FROM post WHERE unit_id = $1) AS g
WHERE u.unit_id = $1
