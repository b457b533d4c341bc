SELECT b.name, e.seq, e.head, e.place FROM entry AS e JOIN branch AS b ON b.number = e.branch
ORDER BY e.place DESC LIMIT 1
