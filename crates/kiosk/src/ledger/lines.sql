-- Of those that are there.
SELECT line FROM entry WHERE kind <> '' ORDER BY place;
