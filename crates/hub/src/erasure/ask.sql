WITH which AS (
    SELECT history FROM branch WHERE unit_id = $1 AND device = $3 AND branch = $4
), buried AS (
    INSERT INTO tombstone (unit_id, history, seq, why) SELECT $1, history, $5, 'erased' FROM which
    ON CONFLICT (unit_id, history, seq) DO NOTHING
), gone AS (
    DELETE FROM subject AS s USING which WHERE s.unit_id = $1 AND s.history = which.history AND s.seq = $5
)
-- A post that has said that it is gone there isn't asked: it would have nothing to say again.
INSERT INTO erasure (unit_id, erasure_id, device, branch, seq, asked_by, done_at)
SELECT $1, $2, $3, $4, $5, $6,
       (SELECT now() FROM tombstone AS t
        WHERE t.unit_id = $1 AND t.history = which.history AND t.seq = $5 AND t.by_post)
FROM which
