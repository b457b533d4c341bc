-- Of the entry at place ?1, the groups that lists mask: 0 identity, 1 contact, 2 health.
SELECT part, line FROM subject WHERE place = ?1 AND part < 3 ORDER BY part
