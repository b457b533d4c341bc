-- Entries at the places of the JSON list ?1, those that they amend, and all that amend any of these, with their subjects.
-- CROSS JOIN keeps its order: SQLite would rather walk all entries in the order that is asked for.
WITH RECURSIVE told (place, seq, amends) AS (
    SELECT e.place, e.seq, e.amends FROM json_each(?1) AS asked CROSS JOIN entry AS e ON e.place = asked.value
    UNION
    SELECT e.place, e.seq, e.amends FROM told CROSS JOIN entry AS e ON e.amends = told.seq
    UNION
    SELECT e.place, e.seq, e.amends FROM told CROSS JOIN branch AS b CROSS JOIN entry AS e ON e.branch = b.number AND e.seq = told.amends
)
SELECT e.place, e.line, e.leaf, i.line, n.line
FROM told
CROSS JOIN entry AS e ON e.place = told.place AND e.kind <> ''
LEFT JOIN subject AS i ON i.place = e.place AND i.part = 0
LEFT JOIN subject AS n ON n.place = e.place AND n.part = 3
ORDER BY e.place
