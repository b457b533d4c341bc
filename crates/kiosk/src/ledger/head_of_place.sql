SELECT head FROM entry WHERE place = ?1
