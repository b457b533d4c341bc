-- With what is kept of whom they are about.
SELECT e.place, e.line, e.leaf, i.line, n.line
FROM told
CROSS JOIN entry AS e ON e.place = told.place AND e.kind <> ''
LEFT JOIN subject AS i ON i.place = e.place AND i.part = 0
LEFT JOIN subject AS n ON n.place = e.place AND n.part = 3
ORDER BY e.place
