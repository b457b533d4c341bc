SELECT e.line FROM branch AS b JOIN entry AS e ON e.branch = b.number WHERE b.name = ?1 AND e.seq = ?2
