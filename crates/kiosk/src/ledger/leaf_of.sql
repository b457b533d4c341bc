SELECT e.leaf FROM branch AS b CROSS JOIN entry AS e ON e.branch = b.number WHERE e.seq = ?1 ORDER BY e.place DESC LIMIT 1
