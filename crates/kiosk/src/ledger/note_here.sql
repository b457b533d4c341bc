INSERT INTO was_here (place, ms) SELECT max(place), ?1 FROM entry HAVING max(place) IS NOT NULL
ON CONFLICT (place) DO NOTHING
