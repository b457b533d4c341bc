-- The pseudonym after ?2 of those that one document carried together with ?1.
SELECT min(other) FROM somebody WHERE person = ?1 AND other > ?2
