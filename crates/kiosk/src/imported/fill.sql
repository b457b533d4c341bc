-- A subject fills what is absent: no tombstone.
INSERT INTO subject (branch, seq, part, line) SELECT ?1, ?2, ?3, ?4
WHERE NOT EXISTS (SELECT 1 FROM tombstone AS t WHERE t.branch = ?1 AND t.seq = ?2)
ON CONFLICT (branch, seq, part) DO NOTHING
