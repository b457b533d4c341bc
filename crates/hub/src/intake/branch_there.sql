SELECT history, seq, head, origin_branch, origin_seq, origin_head
FROM branch WHERE unit_id = $1 AND device = $2 AND branch = $3
