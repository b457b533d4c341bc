INSERT INTO meta (one, device_public_key, unit) VALUES (1, ?1, ?2)
