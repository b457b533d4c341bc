-- Where somebody of pseudonym ?1 is named.
SELECT DISTINCT place FROM somebody WHERE person = ?1 ORDER BY place
