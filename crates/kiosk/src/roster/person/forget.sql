INSERT INTO forgotten (person, at_ms) VALUES (?1, ?2) ON CONFLICT (person) DO UPDATE SET at_ms = excluded.at_ms
