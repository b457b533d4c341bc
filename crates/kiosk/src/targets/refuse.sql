INSERT INTO refused (target, branch, seq, withheld, why, refused_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (target, branch, seq) DO UPDATE SET withheld = excluded.withheld, why = excluded.why
