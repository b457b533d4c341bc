-- Whose lines are gone is asked for no more.
DELETE FROM was_here WHERE branch = ?1 AND seq <= ?2 AND seq < (SELECT max(seq) FROM was_here WHERE branch = ?1)
