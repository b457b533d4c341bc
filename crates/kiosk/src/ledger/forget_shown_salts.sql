DELETE FROM shown_salt
WHERE day < ?1 AND NOT EXISTS (SELECT 1 FROM shown WHERE shown.day = shown_salt.day)
