-- Just before the first entry of a branch.
SELECT e.place - 1 FROM branch AS b JOIN entry AS e ON e.branch = b.number
WHERE b.name = ?1 ORDER BY e.seq LIMIT 1
