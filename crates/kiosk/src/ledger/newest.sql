SELECT place, branch, seq, line, leaf, head, mark_ms FROM entry ORDER BY place DESC LIMIT ?1
