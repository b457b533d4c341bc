SELECT place FROM entry WHERE seq = ?1 AND leaf = ?2
