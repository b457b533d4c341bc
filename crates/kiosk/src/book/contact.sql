-- The contact group of the entry at the place ?1.
SELECT line FROM subject WHERE place = ?1 AND part = 1
