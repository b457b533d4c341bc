SELECT head FROM entry WHERE branch = ?1 AND seq = ?2
