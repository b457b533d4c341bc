-- Entries about people who came, of days from ?1 to ?2, with who they are and what they came for.
SELECT e.line, e.leaf, i.line, n.line
FROM entry AS e
LEFT JOIN subject AS i ON i.place = e.place AND i.part = 0
LEFT JOIN subject AS n ON n.place = e.place AND n.part = 3
WHERE e.day BETWEEN ?1 AND ?2 AND e.kind IN ('scan', 'manual', 'passed')
ORDER BY e.day, e.place
