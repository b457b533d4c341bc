INSERT INTO disposing (one, place, ms) VALUES (1, ?1, ?2)
