INSERT INTO entry (branch, seq, line, leaf, head, kind, verdict, day, at_ms, mark_ms, counted_ms, amends)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
