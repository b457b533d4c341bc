-- What was done with posters before a moment, in its order, with the code of each place where its register was told. Whoever
-- inspected a gate at its place's page has looked at its poster.
SELECT d.unit_id, b.device, d.number, n.code, d.version, d.state, d.done_at
FROM place_done AS d
JOIN branch AS b ON b.unit_id = d.unit_id AND b.history = d.history
LEFT JOIN place_number AS n ON n.unit_id = d.unit_id AND n.device = b.device AND n.number = d.number
WHERE d.unit_id = ANY ($1) AND d.done_at < $2
UNION ALL
SELECT i.unit_id, NULL, NULL, i.place, i.version, 'checked', i.inspected_at
FROM inspection AS i
WHERE i.unit_id = ANY ($1) AND i.inspected_at < $2
ORDER BY 1, 7
