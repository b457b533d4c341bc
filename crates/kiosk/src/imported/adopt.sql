INSERT INTO device (device, public_key, unit, adopted_ms) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (device) DO NOTHING
