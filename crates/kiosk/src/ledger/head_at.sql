SELECT e.head
FROM entry AS e JOIN branch AS b ON b.number = e.branch
WHERE b.name = ?1 AND e.seq = ?2
