INSERT INTO district (one, root, certificate) VALUES (1, ?1, ?2) ON CONFLICT (one) DO UPDATE SET root = excluded.root, certificate = excluded.certificate
