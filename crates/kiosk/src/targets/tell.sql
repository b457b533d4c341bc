INSERT INTO told (target, branch, seq, told_ms) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (target, branch, seq) DO NOTHING
