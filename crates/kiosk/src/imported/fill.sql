-- A subject fills what is absent: no tombstone, and nothing whose time was over here.
INSERT INTO subject (branch, seq, part, line) SELECT ?1, ?2, ?3, ?4
WHERE NOT EXISTS (SELECT 1 FROM tombstone AS t WHERE t.branch = ?1 AND t.seq = ?2)
    AND ?2 > (SELECT purged FROM branch WHERE number = ?1)
ON CONFLICT (branch, seq, part) DO NOTHING
