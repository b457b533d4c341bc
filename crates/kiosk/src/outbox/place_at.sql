-- The newest entry of a branch at or before a seq.
SELECT e.place FROM branch AS b JOIN entry AS e ON e.branch = b.number
WHERE b.name = ?1 AND e.seq <= ?2 ORDER BY e.seq DESC LIMIT 1
