SELECT number, name, origin_branch, origin_seq, origin_head FROM branch ORDER BY number
