-- Entries that may count for days from ?1 to ?2, and those of later days that name earlier ones, with their notes. A row's
-- day is the wall clock's: where that was half a day off, or more, it says nothing.
SELECT e.line, e.leaf, n.line
FROM entry AS e LEFT JOIN subject AS n ON n.place = e.place AND n.part = 3
WHERE e.place IN (
    SELECT place FROM entry WHERE day BETWEEN ?1 AND ?2
    UNION
    SELECT place FROM entry WHERE day > ?2 AND kind IN ('void', 'correct', 'same-as', 'decision')
    UNION
    SELECT place FROM entry WHERE abs(coalesce(json_extract(CAST(line AS TEXT), '$.offset_ms'), 0)) > 43200000
)
ORDER BY e.place
