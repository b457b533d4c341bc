SELECT e.line, e.leaf, s.line
FROM entry AS e LEFT JOIN subject AS s ON s.place = e.place AND s.part = 0
WHERE e.day = ?1
ORDER BY e.place
