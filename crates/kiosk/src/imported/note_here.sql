INSERT INTO was_here (branch, seq, ms) SELECT number, seq, ?1 FROM branch WHERE seq > 0
ON CONFLICT (branch, seq) DO NOTHING
