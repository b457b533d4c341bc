INSERT INTO act (unit_id, seq, done_at, line, head) VALUES ($1, $2, $3, $4, $5)
