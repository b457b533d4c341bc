-- Entries $4 < seq <= $5 as seen from branch $3: its own, and of the branches that it left.
WITH RECURSIVE up AS (
    SELECT branch, history, origin_branch, origin_seq, $5::bigint AS last FROM branch
    WHERE unit_id = $1 AND device = $2 AND branch = $3
    UNION ALL
    SELECT b.branch, b.history, b.origin_branch, b.origin_seq, least(up.last, up.origin_seq)
    FROM up JOIN branch AS b ON b.unit_id = $1 AND b.device = $2 AND b.branch = up.origin_branch
    WHERE up.origin_seq > $4
)
SELECT e.history, e.seq, e.head
FROM up JOIN entry AS e ON e.unit_id = $1 AND e.history = up.history
    AND e.seq > greatest($4::bigint, coalesce(up.origin_seq, 0)) AND e.seq <= up.last
ORDER BY e.seq
