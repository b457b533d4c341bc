-- As lock.sql, of one unit.
SELECT b.unit_id, b.device, b.branch, b.history, b.seq, b.head, d.state, b.left_at IS NOT NULL,
       b.origin_branch, b.origin_seq
FROM branch AS b JOIN device AS d ON d.unit_id = b.unit_id AND d.device = b.device
WHERE b.unit_id = $1 AND d.unit_id = $1 AND (b.device, b.branch) IN (SELECT * FROM unnest($2::uuid[], $3::uuid[]))
ORDER BY b.device, b.branch
FOR UPDATE OF b SKIP LOCKED
