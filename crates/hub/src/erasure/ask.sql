WITH which AS (
    SELECT a.erasure_id, a.device, a.branch, a.seq, b.history
    FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[]) AS a (erasure_id, device, branch, seq)
    JOIN branch AS b ON b.unit_id = $1 AND b.device = a.device AND b.branch = a.branch
), buried AS (
    INSERT INTO tombstone (unit_id, history, seq, why) SELECT $1, history, seq, 'erased' FROM which
    ON CONFLICT (unit_id, history, seq) DO NOTHING
), gone AS (
    DELETE FROM subject AS s USING which WHERE s.unit_id = $1 AND s.history = which.history AND s.seq = which.seq
)
-- A post that has said that it is gone there isn't asked: it would have nothing to say again.
INSERT INTO erasure (unit_id, erasure_id, device, branch, seq, asked_by, done_at)
SELECT $1, which.erasure_id, which.device, which.branch, which.seq, $6,
       (SELECT now() FROM tombstone AS t
        WHERE t.unit_id = $1 AND t.history = which.history AND t.seq = which.seq AND t.by_post)
FROM which
