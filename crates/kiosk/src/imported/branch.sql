SELECT number, origin_branch, origin_seq, origin_head, seq, head FROM branch WHERE device = ?1 AND name = ?2
