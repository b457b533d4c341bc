-- One stretch of a unit's book, the newest first.
SELECT b.device, b.branch, e.seq, e.counted_at, e.received_at, e.line, e.history, s.identity, s.contact, s.health, s.note,
       e.head, t.why, t.by_post
FROM (
    SELECT * FROM entry
    WHERE unit_id = $1 AND (counted_at, history, seq) < ($2, $3, $4) AND counted_at >= $7
    ORDER BY counted_at DESC, history DESC, seq DESC LIMIT $5
) AS e
JOIN branch AS b ON b.unit_id = e.unit_id AND b.history = e.history
LEFT JOIN subject AS s
    ON $6 AND s.unit_id = e.unit_id AND s.history = e.history AND s.seq = e.seq AND s.day = e.day
LEFT JOIN tombstone AS t ON t.unit_id = e.unit_id AND t.history = e.history AND t.seq = e.seq
ORDER BY e.counted_at DESC, e.history DESC, e.seq DESC
