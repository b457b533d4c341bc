INSERT INTO tombstone (unit_id, history, seq, why)
SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::text[])
ON CONFLICT (unit_id, history, seq) DO NOTHING
