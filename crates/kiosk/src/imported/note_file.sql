INSERT INTO file (hash, device, number, taken_ms) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (hash) DO NOTHING
