SELECT leaf FROM entry WHERE seq = ?1 ORDER BY place DESC LIMIT 1
