INSERT INTO entry (branch, seq, line, head) VALUES (?1, ?2, ?3, ?4)
