-- Of the places that are this register's, or the same in another one.
INSERT INTO place_number (unit_id, device, number, code)
SELECT $1, $2, n.number, n.code
FROM unnest($3::bigint[], $4::text[], $5::text[], $6::text[]) AS n (number, code, name, kind)
JOIN place AS p ON p.unit_id = $1 AND p.code = n.code
WHERE p.device = $2 OR p.name = n.name AND p.kind = n.kind
