INSERT INTO branch (number, name, origin_branch, origin_seq, origin_head)
VALUES (?1, ?2, ?3, ?4, ?5)
