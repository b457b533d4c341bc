-- What is asked in unit $1 on day $2: its own word, else that of the nearest unit above.
WITH RECURSIVE up AS (
    SELECT $1::uuid AS unit_id, 0 AS distance
    UNION ALL
    SELECT above.parent, up.distance + 1
    FROM up CROSS JOIN LATERAL (SELECT parent FROM unit_place AS u WHERE u.unit_id = up.unit_id AND u.since <= $2
                                ORDER BY since DESC LIMIT 1) AS above
    WHERE above.parent IS NOT NULL AND up.distance < 64
)
SELECT a.content FROM up JOIN asking AS a ON a.unit_id = up.unit_id ORDER BY up.distance LIMIT 1
