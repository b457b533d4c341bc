SELECT b.number, b.name, o.name, b.origin_seq, b.origin_head
FROM branch AS b LEFT JOIN branch AS o ON o.number = b.origin_branch
WHERE b.number = ?1 OR b.name = ?2
