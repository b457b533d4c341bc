SELECT e.seq, e.leaf FROM day_badge AS d JOIN entry AS e ON e.place = d.place WHERE d.token = ?1
