INSERT INTO courier_file (target, number, hash, branch, seq, written_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (target, number) DO UPDATE
SET hash = excluded.hash, branch = excluded.branch, seq = excluded.seq, written_ms = excluded.written_ms
