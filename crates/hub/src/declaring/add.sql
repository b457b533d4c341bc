INSERT INTO declaration (unit_id, seq, kind, once, place, version, heads, day, said_at, ends_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
