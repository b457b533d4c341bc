-- Inspections of the gate since a day, the newest first, with what was noted where that is kept.
SELECT e.place, e.line, (SELECT s.line FROM subject AS s WHERE s.place = e.place AND s.part = 3)
FROM entry AS e WHERE e.day >= ?1 AND e.kind = 'inspection' ORDER BY e.place DESC LIMIT ?2
