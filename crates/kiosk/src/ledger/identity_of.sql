-- A seq may stand on several branches; the leaf tells which entry is meant.
SELECT s.line
FROM branch AS b CROSS JOIN entry AS e ON e.branch = b.number AND e.seq = ?1 AND e.leaf = ?2
JOIN subject AS s ON s.place = e.place AND s.part = 0
