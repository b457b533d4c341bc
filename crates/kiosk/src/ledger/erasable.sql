-- An entry that commits to a subject which nobody has erased yet, by its seq and leaf.
SELECT e.place FROM branch AS b CROSS JOIN entry AS e ON e.branch = b.number
WHERE e.seq = ?1 AND e.leaf = ?2 AND NOT EXISTS (SELECT 1 FROM erased AS x WHERE x.place = e.place)
