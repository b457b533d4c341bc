SELECT b.name, e.seq FROM entry AS e JOIN branch AS b ON b.number = e.branch WHERE e.place = ?1
