-- Entries that count for days from ?1 to ?2, and those of later days that name earlier ones, with their notes.
SELECT e.line, e.leaf, n.line
FROM entry AS e LEFT JOIN subject AS n ON n.place = e.place AND n.part = 3
WHERE e.day >= ?1 AND (e.day <= ?2 OR e.kind IN ('void', 'correct', 'same-as', 'decision'))
ORDER BY e.place
