-- Entries that count from ?1 to before ?2, and those that say something of them later, with whom they name and their notes.
WITH RECURSIVE told (place, seq) AS (
    SELECT place, seq FROM entry WHERE counted_ms >= ?1 AND counted_ms < ?2
    UNION
    SELECT e.place, e.seq FROM told CROSS JOIN entry AS e ON e.amends = told.seq
)
SELECT e.line, e.leaf, i.line, n.line
FROM told
CROSS JOIN entry AS e ON e.place = told.place AND e.kind <> ''
LEFT JOIN subject AS i ON i.place = e.place AND i.part = 0 AND e.kind = 'correct'
LEFT JOIN subject AS n ON n.place = e.place AND n.part = 3
ORDER BY e.place
