INSERT INTO branch (device, name, origin_branch, origin_seq, origin_head, seq, head)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
