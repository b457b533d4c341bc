-- What goes for post $2 of unit $1 on day $3, the farthest word first and the post's own last.
WITH RECURSIVE up AS (
    SELECT $1::uuid AS unit_id, 0 AS distance
    UNION ALL
    SELECT above.parent, up.distance + 1
    FROM up CROSS JOIN LATERAL (SELECT parent FROM unit_place AS u WHERE u.unit_id = up.unit_id AND u.since <= $3
                                ORDER BY since DESC LIMIT 1) AS above
    WHERE above.parent IS NOT NULL AND up.distance < 64
)
SELECT h.kind, h.digest, CASE WHEN h.kind = $4 THEN h.content END
FROM up JOIN handed AS h ON h.unit_id = up.unit_id
WHERE h.post_id = '00000000-0000-0000-0000-000000000000' OR (h.unit_id = $1 AND h.post_id = $2)
ORDER BY up.distance DESC, h.post_id
