SELECT place, branch, seq, line, leaf, head FROM entry WHERE place > ?1 ORDER BY place LIMIT ?2
