SELECT e.seq, e.leaf, s.line FROM subject AS s JOIN entry AS e ON e.place = s.place
WHERE s.part = 0 ORDER BY e.place
