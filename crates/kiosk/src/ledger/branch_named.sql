SELECT number, origin_seq, origin_head FROM branch WHERE name = ?1
