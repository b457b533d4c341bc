SELECT EXISTS (SELECT 1 FROM person WHERE role = 'admin' AND removed_ms IS NULL)
