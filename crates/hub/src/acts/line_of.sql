-- An entry of a device as its branch has it, also where it stands on the branch that it left.
WITH RECURSIVE up AS (
    SELECT branch, history, origin_branch, origin_seq FROM branch
    WHERE unit_id = $1 AND device = $2 AND branch = $3
    UNION
    SELECT b.branch, b.history, b.origin_branch, b.origin_seq
    FROM up JOIN branch AS b ON b.unit_id = $1 AND b.device = $2 AND b.branch = up.origin_branch
    WHERE up.origin_seq >= $4
)
SELECT e.line FROM up JOIN entry AS e ON e.unit_id = $1 AND e.history = up.history AND e.seq = $4
WHERE up.origin_seq IS NULL OR up.origin_seq < $4
