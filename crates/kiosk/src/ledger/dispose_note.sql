INSERT INTO disposed (one, place, by) VALUES (1, ?1, ?2)
ON CONFLICT (one) DO UPDATE SET place = excluded.place, by = excluded.by
