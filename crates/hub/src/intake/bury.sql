INSERT INTO tombstone AS t (unit_id, history, seq, why, by_post)
SELECT *, true FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::text[])
ON CONFLICT (unit_id, history, seq) DO UPDATE SET by_post = true WHERE NOT t.by_post
