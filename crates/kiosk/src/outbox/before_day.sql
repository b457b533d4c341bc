-- The last entry before the first one of a day or a later one.
SELECT b.name, e.seq FROM entry AS e JOIN branch AS b ON b.number = e.branch
WHERE e.place < (SELECT min(place) FROM entry WHERE day >= ?1) ORDER BY e.place DESC LIMIT 1
