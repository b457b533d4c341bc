SELECT place, line FROM entry WHERE counted_ms IS NULL AND kind <> '' ORDER BY place
