SELECT e.line, e.leaf, s.line
FROM entry AS e LEFT JOIN subject AS s ON s.place = e.place AND s.part = 0
WHERE e.day BETWEEN (SELECT coalesce(max(day), ?1) FROM entry
                     WHERE day < ?1 AND kind IN ('scan', 'manual', 'passed', 'decision')) AND ?1
ORDER BY e.place
