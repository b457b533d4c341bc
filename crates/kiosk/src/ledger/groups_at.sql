SELECT part, line FROM subject WHERE place = ?1
