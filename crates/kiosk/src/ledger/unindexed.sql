-- Entries behind the newest whose words stand in the index, at most ?1.
SELECT place FROM entry WHERE place > (SELECT place FROM indexed) ORDER BY place LIMIT ?1
