SELECT u.unit_id, u.open_days, u.contact, count(a.kind), count(a.kind) FILTER (WHERE a.kind IN ('fork', 'two-machines'))
FROM unit AS u
LEFT JOIN alarm AS a ON a.unit_id = u.unit_id AND a.settled_at IS NULL
WHERE u.unit_id = ANY ($1)
GROUP BY u.unit_id
