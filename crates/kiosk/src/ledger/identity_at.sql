SELECT line FROM subject WHERE place = ?1 AND part = 0
