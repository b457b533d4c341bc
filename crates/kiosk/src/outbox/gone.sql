-- Entries of which no subject is kept, and whether somebody asked for that.
SELECT e.place, x.place IS NOT NULL FROM entry AS e LEFT JOIN erased AS x ON x.place = e.place
WHERE e.place > ?1 AND e.place <= ?2 AND NOT EXISTS (SELECT 1 FROM subject AS s WHERE s.place = e.place)
ORDER BY e.place
