SELECT place, line FROM entry WHERE counted_ms IS NULL ORDER BY place
