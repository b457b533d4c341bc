WITH RECURSIVE standing AS (
    SELECT DISTINCT ON (unit_id) unit_id, parent FROM unit_place WHERE since <= $2
    ORDER BY unit_id, since DESC
), up AS (
    SELECT unit_id, parent FROM standing WHERE unit_id = $1
    UNION
    SELECT s.unit_id, s.parent FROM up JOIN standing AS s ON s.unit_id = up.parent
)
SELECT unit_id FROM up WHERE unit_id <> $1
