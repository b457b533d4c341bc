-- Pseudonyms from ?1 to ?2.
SELECT DISTINCT person FROM somebody WHERE person BETWEEN ?1 AND ?2 ORDER BY person
