DELETE FROM entry WHERE place = ?1
