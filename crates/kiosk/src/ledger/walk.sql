SELECT place, branch, seq, line, leaf, head, kind, at_ms FROM entry ORDER BY place
