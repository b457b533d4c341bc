-- Entries about people who came, that may count for days from ?1 to ?2, with who they are and what they came for. A row's
-- day is the wall clock's: where that was half a day off, or more, it says nothing.
SELECT e.line, e.leaf, i.line, n.line
FROM entry AS e
LEFT JOIN subject AS i ON i.place = e.place AND i.part = 0
LEFT JOIN subject AS n ON n.place = e.place AND n.part = 3
WHERE e.kind IN ('scan', 'manual', 'passed') AND e.place IN (
    SELECT place FROM entry WHERE day BETWEEN ?1 AND ?2
    UNION
    SELECT place FROM entry WHERE abs(coalesce(json_extract(CAST(line AS TEXT), '$.offset_ms'), 0)) > 43200000
)
ORDER BY e.day, e.place
