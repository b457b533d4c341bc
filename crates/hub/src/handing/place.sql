SELECT p.post_id, p.name,
       (SELECT name FROM unit_place AS u WHERE u.unit_id = p.unit_id AND u.since <= $3 ORDER BY since DESC LIMIT 1)
FROM device AS d JOIN post AS p ON p.unit_id = d.unit_id AND p.post_id = d.post_id
WHERE d.unit_id = $1 AND d.device = $2
