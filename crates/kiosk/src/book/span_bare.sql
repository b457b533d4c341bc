-- Their lines alone.
SELECT e.place, e.line, e.leaf, NULL, NULL
FROM told
CROSS JOIN entry AS e ON e.place = told.place AND e.kind <> ''
ORDER BY e.place
