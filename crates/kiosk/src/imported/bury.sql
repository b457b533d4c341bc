INSERT INTO tombstone (branch, seq, why) VALUES (?1, ?2, ?3) ON CONFLICT (branch, seq) DO NOTHING
