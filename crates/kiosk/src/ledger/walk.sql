SELECT place, branch, seq, line, leaf, head, kind, verdict, day, at_ms, counted_ms, amends FROM entry ORDER BY place
