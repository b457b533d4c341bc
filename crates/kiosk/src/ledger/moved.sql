INSERT INTO moved (origin, first, last, branch)
SELECT ?2, min(seq), max(seq), ?4 FROM entry WHERE branch = ?1 AND seq > ?3
