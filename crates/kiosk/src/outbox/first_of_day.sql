SELECT min(place) FROM entry WHERE day >= ?1
