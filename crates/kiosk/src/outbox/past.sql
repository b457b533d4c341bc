SELECT place, branch, seq, line, leaf, head FROM entry WHERE place > ?1 AND kind <> '' ORDER BY place LIMIT ?2
