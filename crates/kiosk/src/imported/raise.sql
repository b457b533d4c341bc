INSERT INTO alarm (device, kind, branch, raised_ms) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (device, kind, branch) DO NOTHING
