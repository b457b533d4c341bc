-- A place's seven columns, then its unit's name on day $3, how long the unit keeps subjects, and its zone.
SELECT p.code, p.version, p.name, p.kind, p.state, p.unguarded, p.until,
       (SELECT name FROM unit_place AS n WHERE n.unit_id = p.unit_id AND n.since <= $3 ORDER BY since DESC LIMIT 1),
       u.subject_days, u.zone
FROM place AS p JOIN unit AS u ON u.unit_id = p.unit_id
WHERE p.unit_id = $1 AND p.code = $2 AND p.unit_id <> '00000000-0000-0000-0000-000000000000'
