SELECT p.gate, p.name,
       coalesce((SELECT name FROM unit_place AS u WHERE u.unit_id = p.unit_id AND u.since <= now()::date
                 ORDER BY since DESC LIMIT 1), '')
FROM post AS p WHERE p.unit_id = $1 AND p.post_id = $2
