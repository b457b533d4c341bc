SELECT place, branch, seq, line, leaf, head, kind, verdict, day, at_ms FROM entry ORDER BY place
