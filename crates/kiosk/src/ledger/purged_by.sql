-- The entry that says that the subject at place ?1 was purged.
SELECT place, by FROM purged WHERE place >= ?1 AND by > ?1 ORDER BY place LIMIT 1
