SELECT e.line, e.leaf, s.line
FROM entry AS e LEFT JOIN subject AS s ON s.place = e.place AND s.part = 0
WHERE e.day BETWEEN ?1 AND ?2
ORDER BY e.place
