SELECT EXISTS (SELECT 1 FROM entry WHERE place = ?1 AND head = ?2)
