INSERT INTO handed (unit_id, post_id, kind, content, digest) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (unit_id, post_id, kind) DO UPDATE
SET content = excluded.content, digest = excluded.digest, made_at = now()
