DELETE FROM cleared WHERE day <> ?1
