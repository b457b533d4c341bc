SELECT place, part, line FROM subject WHERE place > ?1 AND place <= ?2 ORDER BY place, part
