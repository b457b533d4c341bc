WITH RECURSIVE standing AS (
    SELECT DISTINCT ON (unit_id) unit_id, parent, name, closed
    FROM unit_place WHERE since <= $2
    ORDER BY unit_id, since DESC
), tree AS (
    SELECT unit_id, parent, name, 0 AS depth, ARRAY[name] AS path FROM standing WHERE unit_id = $1
    UNION ALL
    SELECT s.unit_id, s.parent, s.name, t.depth + 1, t.path || s.name
    FROM standing AS s JOIN tree AS t ON s.parent = t.unit_id
    WHERE NOT s.closed AND t.depth < 64
)
SELECT unit_id, parent, name, depth FROM tree ORDER BY path, unit_id
