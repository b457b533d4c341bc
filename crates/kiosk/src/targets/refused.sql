SELECT branch, seq, withheld, why, refused_ms FROM refused WHERE target = ?1 ORDER BY refused_ms, seq
