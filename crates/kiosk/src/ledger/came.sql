-- Entries about people who came, that count from ?1 to before ?2, with who they are and what they came for.
SELECT e.line, e.leaf, i.line, n.line
FROM entry AS e
LEFT JOIN subject AS i ON i.place = e.place AND i.part = 0
LEFT JOIN subject AS n ON n.place = e.place AND n.part = 3
WHERE e.kind IN ('scan', 'manual', 'passed') AND e.counted_ms >= ?1 AND e.counted_ms < ?2
ORDER BY e.day, e.place
