SELECT e.place FROM branch AS b CROSS JOIN entry AS e ON e.branch = b.number WHERE e.seq = ?1 AND e.leaf = ?2
