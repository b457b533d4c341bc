-- The history that holds entry $4 as seen from branch $3: its own, or of the branch that it left before.
WITH RECURSIVE up AS (
    SELECT branch, history, origin_branch, origin_seq FROM branch
    WHERE unit_id = $1 AND device = $2 AND branch = $3
    UNION
    SELECT b.branch, b.history, b.origin_branch, b.origin_seq
    FROM up JOIN branch AS b ON b.unit_id = $1 AND b.device = $2 AND b.branch = up.origin_branch
    WHERE up.origin_seq >= $4
)
SELECT history FROM up WHERE origin_seq IS NULL OR origin_seq < $4
